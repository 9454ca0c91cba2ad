import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '@/lib/errors'
import { routeList } from '@/testing/api/app'
import { moneySituations, type Situation } from '@/testing/api/money-situations'
import { customerOf, type MoneyState } from '@/testing/api/money-state'
import { openTries, type Tried } from '@/testing/api/money-tries'
import { before, refusing, type StripeRefusalName, stripeRefusals } from '@/testing/stripe/refusals'
import type { RouteName } from './routes'

/** A request to Stripe that can be refused so, of a user who sent such a body, and what the user is told. */
type Told = {
  of: RegExp
  /** Only of requests with a promotion code. */
  withCode?: true
  /** Only if it charges at once. */
  charges?: true
  /** Only on the routes where a plan is chosen. */
  ofChoice?: true
  is: ErrorCode[]
}

const makesPrices = /POST \/v1\/(checkout\/sessions|invoices\/create_preview|subscriptions\/\w+)$/
const charges = /POST \/v1\/subscriptions\/\w+(\/resume)?$/
const writes = /POST|DELETE/
const code: Told = { of: makesPrices, withCode: true, is: ['invalid_request'] }

const refusals: Record<StripeRefusalName, Told> = {
  'another currency': {
    of: /checkout\/sessions$|create_preview$/,
    ofChoice: true,
    is: ['invalid_request'],
  },
  'a price that isn’t sold in the currency': {
    of: makesPrices,
    ofChoice: true,
    is: ['invalid_request'],
  },
  'an amount that is too small': { of: /checkout\/sessions$/, is: ['invalid_request'] },
  'a code that was used up': code,
  'a code for new customers': code,
  'a code that has expired': code,
  'a code that was deleted': code,
  'a declined card': { of: charges, charges: true, is: ['payment_required'] },
  'a card that its owner must confirm': { of: charges, charges: true, is: ['payment_required'] },
  'too many requests': { of: /./, is: ['unavailable'] },
  'a lock that another request holds': { of: writes, is: ['unavailable'] },
  'an idempotency key in use': { of: /POST/, is: ['conflict', 'unavailable'] },
  'an idempotency key of another request': { of: /POST/, is: ['conflict', 'unavailable'] },
  'an object that is gone': { of: /\/v1\/[\w/]+\/\w+_\w+/, is: ['conflict', 'no_subscription'] },
}
const named = Object.entries(refusals) as [StripeRefusalName, Told][]

/** Every route on which a user spends money, or stops: their handlers call Stripe. */
const moneyRoutes = routeList.filter(
  ([, { caller, limit }]) => caller.kind === 'user' && limit === 'stripe',
)

const choices = new Set<RouteName>(['checkout', 'previewChange', 'changePlan'])

let refused = 0
afterAll(() => console.info(`Stripe refused ${refused} requests of the app`))

it('every route that spends or earns money is tried', () => {
  expect(Object.keys(moneySituations).sort()).toEqual(moneyRoutes.map(([name]) => name).sort())
})

const cases = moneyRoutes.flatMap(([name, route]) =>
  (moneySituations[name] ?? []).map((situation) => ({
    name,
    route,
    situation,
    what: situation.name,
  })),
)

describe.each(cases)('$name: $what', ({ name, route, situation }) => {
  it('is refused in words, and nothing has changed', { timeout: 120_000 }, async () => {
    const tries = await openTries(route, situation)
    const { calls, done, body } = await tries.undisturbed()
    expect(calls).not.toEqual([])
    const hasCode = JSON.stringify(body ?? {}).includes('promotionCode')

    const problems: string[] = []
    for (const [at, call] of calls.entries()) {
      for (const [reason, told] of named) {
        if (!told.of.test(call) || (told.withCode && !hasCode)) continue
        if ((told.charges && !situation.charges) || (told.ofChoice && !choices.has(name))) continue
        const tried = await tries.of(() => refusing(at + 1, stripeRefusals[reason]))
        const wrong = wrongWith(tried, told, done, situation)
        if (wrong) problems.push(`${reason}, at request ${at + 1}, ${call}: ${wrong}`)
        refused++
      }
    }
    await tries.close()
    expect(problems).toEqual([])
  })

  it('is no 500 if staff delete the customer meanwhile', { timeout: 120_000 }, async () => {
    const tries = await openTries(route, situation)
    const { calls } = await tries.undisturbed()

    const problems: string[] = []
    for (const [at, call] of calls.entries()) {
      const { status, again } = await tries.of((scene) =>
        before(at + 1, async () => {
          const customer = await customerOf(scene)
          if (customer) await scene.world.stripe.customers.del(customer)
        }),
      )
      const isWrong = status >= 500 || again.status >= 500
      if (isWrong) problems.push(`before request ${at + 1}, ${call}: ${status}, ${again.status}`)
    }
    await tries.close()
    expect(problems).toEqual([])
  })
})

/** What is wrong with the answer to a refused request, or with what it left behind. */
function wrongWith(tried: Tried, { is }: Told, done: MoneyState, { mayLose = same }: Situation) {
  const { status, code, headers, before, after, again } = tried
  // It may still have been done, before or in spite of the refusal.
  if (status === 200) return isDeepStrictEqual(after, done) ? null : '200, but it was not done'
  if (status === 503 && headers.get('retry-after') !== '1') return '503 without retry-after'
  const isDone = isDeepStrictEqual(after.stripe, done.stripe)
  if (!(status === 503 && isDone)) {
    if (!code || !is.includes(code)) return `${status} ${code}`
    const isAsBefore =
      isDeepStrictEqual(after, before) || isDeepStrictEqual(after.stripe, mayLose(before.stripe))
    if (!isAsBefore) return `${code}, but something has changed`
  }
  // What was asked for can still be had; a change is previewed again first.
  if (again.code === 'preview_stale') return null
  if (![200, 409].includes(again.status)) return `${again.status} ${again.code} when sent again`
  // The row may wait for the event of what was done.
  const isDoneNow = isDeepStrictEqual(again.after.stripe, done.stripe)
  return isDoneNow ? null : 'not done when sent again'
}

const same = <Value>(value: Value) => value
