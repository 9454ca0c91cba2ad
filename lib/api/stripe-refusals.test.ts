import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '@/lib/errors'
import { routeList } from '@/testing/api/app'
import { moneySituations, type Situation } from '@/testing/api/money-situations'
import { customerOf, type MoneyState } from '@/testing/api/money-state'
import { openTries, type Tried } from '@/testing/api/money-tries'
import { before, refusing, type StripeRefusalName, stripeRefusals } from '@/testing/stripe/refusals'
import type { RouteName } from './routes'

/** Which requests Stripe can refuse for a reason, and which codes our answer may have. */
type RefusalCase = {
  /** Matches the requests to Stripe. */
  stripeCall: RegExp
  /** Only if the user's request has a promotion code. */
  withCode?: true
  /** Only if it charges at once. */
  charges?: true
  /** Only on the routes where a plan is chosen. */
  choosesPlan?: true
  codes: ErrorCode[]
}

const makesPrices = /POST \/v1\/(checkout\/sessions|invoices\/create_preview|subscriptions\/\w+)$/
const charges = /POST \/v1\/subscriptions\/\w+(\/resume)?$/
const writes = /POST|DELETE/
const codeRefusal: RefusalCase = {
  stripeCall: makesPrices,
  withCode: true,
  codes: ['invalid_request'],
}

const refusals: Record<StripeRefusalName, RefusalCase> = {
  'another currency': {
    stripeCall: /checkout\/sessions$|create_preview$/,
    choosesPlan: true,
    codes: ['invalid_request'],
  },
  'a price that isn’t sold in the currency': {
    stripeCall: makesPrices,
    choosesPlan: true,
    codes: ['invalid_request'],
  },
  'an amount that is too small': { stripeCall: /checkout\/sessions$/, codes: ['invalid_request'] },
  'a code that was used up': codeRefusal,
  'a code for new customers': codeRefusal,
  'a code that has expired': codeRefusal,
  'a code that was deleted': codeRefusal,
  'a declined card': { stripeCall: charges, charges: true, codes: ['payment_required'] },
  'a card that its owner must confirm': {
    stripeCall: charges,
    charges: true,
    codes: ['payment_required'],
  },
  'too many requests': { stripeCall: /./, codes: ['unavailable'] },
  'a lock that another request holds': { stripeCall: writes, codes: ['unavailable'] },
  'an idempotency key in use': { stripeCall: /POST/, codes: ['conflict', 'unavailable'] },
  'an idempotency key of another request': {
    stripeCall: /POST/,
    codes: ['conflict', 'unavailable'],
  },
  'an object that is gone': {
    stripeCall: /\/v1\/[\w/]+\/\w+_\w+/,
    codes: ['conflict', 'no_subscription'],
  },
}
// `Object.entries` widens the keys to `string`.
const refusalCases = Object.entries(refusals) as [StripeRefusalName, RefusalCase][]

/** Every route on which a user starts or stops paying: the users' routes that call Stripe. */
const moneyRoutes = routeList.filter(
  ([, { caller, limit }]) => caller.kind === 'user' && limit === 'stripe',
)

const planChoices = new Set<RouteName>(['checkout', 'previewChange', 'changePlan'])

let refused = 0
afterAll(() => console.info(`Stripe refused ${refused} requests of the app`))

it('tries every route on which a user starts or stops paying', () => {
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
  it('answers each refusal with a known code, and changes nothing', async () => {
    const tries = await openTries(route, situation)
    const { calls, done, body } = await tries.undisturbed()
    expect(calls).not.toEqual([])
    const hasCode = JSON.stringify(body ?? {}).includes('promotionCode')

    const problems: string[] = []
    for (const [at, call] of calls.entries()) {
      for (const [reason, refusal] of refusalCases) {
        if (!refusal.stripeCall.test(call) || (refusal.withCode && !hasCode)) continue
        if (refusal.charges && !situation.charges) continue
        if (refusal.choosesPlan && !planChoices.has(name)) continue
        const tried = await tries.of(() => refusing(at + 1, stripeRefusals[reason]))
        const wrong = wrongWith(tried, refusal, done, situation)
        if (wrong) problems.push(`${reason}, at request ${at + 1}, ${call}: ${wrong}`)
        refused++
      }
    }
    await tries.close()
    expect(problems).toEqual([])
  })

  it('answers no 500 if staff delete the customer meanwhile', async () => {
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

/** Says what is wrong with the answer to a refused request or with the state after it, or `null`. */
function wrongWith(
  tried: Tried,
  { codes }: RefusalCase,
  done: MoneyState,
  { mayLose = unchanged }: Situation,
): string | null {
  const { status, code, headers, before, after, again } = tried
  // The refused call may come after the one that matters, or not matter at all.
  if (status === 200) return isDeepStrictEqual(after, done) ? null : '200, but it was not done'
  if (status === 503 && headers.get('retry-after') !== '1') return '503 without retry-after'
  const isDone = isDeepStrictEqual(after.stripe, done.stripe)
  if (!(status === 503 && isDone)) {
    if (!code || !codes.includes(code)) return `${status} ${code}`
    const isAsBefore =
      isDeepStrictEqual(after, before) || isDeepStrictEqual(after.stripe, mayLose(before.stripe))
    if (!isAsBefore) return `${code}, but something has changed`
  }
  // The same request succeeds later. A change may need a new preview first.
  if (again.code === 'preview_stale') return null
  if (![200, 409].includes(again.status)) return `${again.status} ${again.code} when sent again`
  // Only Stripe's state: the row may still wait for an event.
  const isDoneNow = isDeepStrictEqual(again.after.stripe, done.stripe)
  return isDoneNow ? null : 'not done when sent again'
}

const unchanged = <Value>(value: Value) => value
