import { beforeAll, expect, it } from 'vitest'
import { usedEventTypes } from '@/lib/sync/used-events'
import { countCalls } from './count-calls'
import { type Delivered, recordedYear } from './recorded-year'

/**
 * What deliveries cost over a year of one subscriber, told of everything that happens. Exact, so that
 * a call more is noticed: `npx tsx bench/calls.ts` prints it, and how it changes with the timing.
 */
let delivered: Delivered[]
beforeAll(async () => {
  const year = await recordedYear({ types: 'all' })
  delivered = year.delivered
  // The year was lived to its end.
  expect(year).toMatchObject({ plan: 'free', groups: ['free'] })
  const { lines, average } = countCalls(delivered)
  console.table([...lines, { type: 'a delivery', deliveries: 1, ...average }])
})

it('stays within its targets for each delivery', () => {
  const { average } = countCalls(delivered)

  expect(average.stripe).toBeLessThanOrEqual(0.6)
  expect(average.dynamodb).toBeLessThanOrEqual(2.5)
  expect(average.cognito).toBeLessThanOrEqual(0.45)
})

it('makes exactly these calls for each type of event that can change access', () => {
  const { lines } = countCalls(delivered)

  const costly = lines
    .filter(({ type }) => usedEventTypes.includes(type))
    .map(({ type, deliveries, stripe, dynamodb, cognito }) => [
      type,
      deliveries,
      stripe,
      dynamodb,
      cognito,
    ])
  expect(costly).toEqual([
    // Three for the row and its ledger line; two more where groups move.
    ['checkout.session.completed', 1, 0, 2, 0],
    // It begins a trial: its card is asked for, and marked, and so is its mailbox.
    ['customer.subscription.created', 1, 2, 7, 3],
    ['customer.subscription.deleted', 1, 1, 4, 3],
    ['customer.subscription.updated', 20, 22, 62, 6],
    ['invoice.paid', 14, 14, 42, 0],
    ['invoice.payment_failed', 2, 4, 6, 0],
  ])
})

it('makes no call for any other type of event', () => {
  const others = delivered.filter(({ type }) => !usedEventTypes.includes(type))

  expect(others.length).toBeGreaterThan(100)
  expect(others.flatMap(({ calls }) => calls)).toEqual([])
})

it('asks neither Stripe nor Cognito about an event that the row shows already', async () => {
  const burst = await recordedYear({ firstAfterMs: 2_000, apartMs: 10 })
  const covered = burst.delivered.filter(({ calls }) => calls.includes('ledger.record'))

  expect(covered.length).toBeGreaterThan(3)
  for (const { calls } of covered) {
    expect(calls).toEqual(['accounts.ownerOf', 'accounts.get', 'ledger.record'])
  }
})
