import { beforeAll, expect, it } from 'vitest'
import { usedEventTypes } from '@/lib/sync/events/used-events'
import { countCalls } from './count-calls'
import { type DeliveredEvent, recordedYear } from './recorded-year'

/**
 * The exact number of calls in a subscriber's year, so that one more call is noticed.
 * `npx tsx bench/calls.ts` prints it, and how it changes with the timing.
 */
const years: Record<'all' | 'used', DeliveredEvent[]> = { all: [], used: [] }
beforeAll(async () => {
  for (const types of ['all', 'used'] as const) {
    const year = await recordedYear({ types })
    // The scenario ran to its end.
    expect(year).toMatchObject({ plan: 'free', groups: ['free'] })
    years[types] = year.delivered
    const { lines, average } = countCalls(year.delivered)
    console.table([...lines, { type: 'a delivery', deliveries: 1, ...average }])
  }
})

it.each([
  ['all', 'of every type of event', { stripe: 0.6, dynamodb: 2.5, cognito: 0.45 }],
  // Nearly every remaining event is a separate change, and each change needs a read.
  ['used', 'of the types that can change access', { stripe: 0.75, dynamodb: 2.5, cognito: 0.45 }],
] as const)('%s types: stays within its targets for each delivery, %s', (types, _, target) => {
  const { average } = countCalls(years[types])

  expect(average.stripe).toBeLessThanOrEqual(target.stripe)
  expect(average.dynamodb).toBeLessThanOrEqual(target.dynamodb)
  expect(average.cognito).toBeLessThanOrEqual(target.cognito)
})

it('makes exactly these calls for each type of event that can change access', () => {
  const { lines } = countCalls(years.used)

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
    // Two for the row, which carries the ledger's line; one or two more where groups move.
    ['checkout.session.completed', 1, 0, 2, 0],
    // It begins a trial: its card is asked for, and marked, and so is its mailbox. The Checkout
    // session that it came from is asked for, since an open one would be ended, and taken off the
    // row. A move of groups asks Cognito who has the username and their groups, then adds and removes.
    ['customer.subscription.created', 1, 3, 7, 4],
    ['customer.subscription.deleted', 1, 1, 3, 4],
    ['customer.subscription.updated', 20, 22, 42, 8],
    ['invoice.paid', 14, 1, 28, 0],
    ['invoice.payment_failed', 2, 2, 4, 0],
  ])
})

it('makes no call for any other type of event', () => {
  const others = years.all.filter(({ type }) => !usedEventTypes.includes(type))

  expect(others.length).toBeGreaterThan(100)
  expect(others.flatMap(({ calls }) => calls)).toEqual([])
})

it('asks neither Stripe nor Cognito about an event that the row shows already', async () => {
  const burst = await recordedYear({ firstAfterMs: 2_000, apartMs: 10 })
  const covered = burst.delivered.filter(({ calls }) => calls.includes('ledger.record'))

  expect(covered.length).toBeGreaterThan(3)
  for (const { calls } of covered) {
    expect(calls).toEqual(['customerOwners.ownerOf', 'accounts.get', 'ledger.record'])
  }
})
