import { expect, it } from 'vitest'
import { withLifetime } from '@/testing/catalog'
import { facts, grant, march, onTrial, purchase, subscription } from '@/testing/facts'
import { decideAccess } from './access'
import type { Facts, SubscriptionFact } from './facts'
import { SubscriptionStatus } from './facts'

/**
 * The specification of access. Each row may have a subscription to Pro, paid or owed from 1 to 31
 * March; a failed payment works for 14 days; today is 10 March unless said otherwise.
 * `lifetime` was bought once for good and ranks above Pro; `override` is what staff gave: Enterprise.
 */
type Row = [
  stripe: SubscriptionFact['status'] | 'none',
  trial: 'no' | 'until 15 March' | 'over' | 'extended to 20 March',
  cancel: 'no' | 'on 31 March' | 'on 5 March',
  lifetime: 'no' | 'bought' | 'refunded' | 'disputed' | 'lost' | 'at the bank',
  override: 'no' | 'for ever' | 'ended',
  today: number,
  is: string,
  words: string,
]

const paid = 'Your Pro subscription is paid through 2026-03-31.'
const ending = 'Your Pro subscription is paid through 2026-03-31 and won’t renew.'
const ended = 'Your Pro subscription was canceled on 2026-03-05.'
const trial = 'Your Pro trial runs until 2026-03-15.'
const works = 'A payment for Pro failed. You have access until 2026-03-15.'
const graceOver = 'A payment for Pro failed, and your grace period has ended.'
const free = 'You don’t have an active paid plan, so you’re on Free.'
const forGood = 'You bought Lifetime on 2026-03-01. It’s yours forever.'
const pilot = 'Enterprise is granted to you: a pilot customer'
const longer = 'Your Pro trial is extended until 2026-03-20: still deciding'
const endingSoon = 'Your Pro subscription is paid through 2026-03-05 and won’t renew.'
const trialThenMonth =
  'Your Pro trial runs until 2026-03-15, and your subscription ends on 2026-03-31.'
const trialCalledOff = 'Your Pro trial ends on 2026-03-05 and won’t convert to a paid plan.'
const worksLess = 'A payment for Pro failed. You have access until 2026-03-05.'
const forGoodUnless =
  'You bought Lifetime on 2026-03-01. It’s yours unless the payment dispute is lost.'

const table: Row[] = [
  // Stripe's status, the trial, the end that was asked for, what was bought once, what staff gave,
  // the day of March → status, plan and group; and the reason that counts.
  ['none', 'no', 'no', 'no', 'no', 10, 'none free', free],
  ['active', 'no', 'no', 'no', 'no', 10, 'active pro', paid],
  ['active', 'no', 'on 31 March', 'no', 'no', 10, 'active pro', ending],
  ['active', 'no', 'on 5 March', 'no', 'no', 4, 'active pro', endingSoon],
  ['active', 'no', 'on 5 March', 'no', 'no', 10, 'canceled free', free],
  ['active', 'over', 'no', 'no', 'no', 20, 'active pro', paid],

  ['trialing', 'until 15 March', 'no', 'no', 'no', 10, 'trialing pro', trial],
  ['trialing', 'until 15 March', 'no', 'no', 'no', 15, 'canceled free', free],
  ['trialing', 'until 15 March', 'on 31 March', 'no', 'no', 10, 'trialing pro', trialThenMonth],
  ['trialing', 'until 15 March', 'on 5 March', 'no', 'no', 4, 'trialing pro', trialCalledOff],
  ['trialing', 'until 15 March', 'on 5 March', 'no', 'no', 10, 'canceled free', free],
  ['trialing', 'extended to 20 March', 'no', 'no', 'no', 10, 'trialing pro', trial],
  ['trialing', 'extended to 20 March', 'no', 'no', 'no', 17, 'trialing pro', longer],
  ['trialing', 'extended to 20 March', 'no', 'no', 'no', 20, 'canceled free', free],
  ['none', 'extended to 20 March', 'no', 'no', 'no', 10, 'trialing pro', longer],
  ['canceled', 'extended to 20 March', 'no', 'no', 'no', 10, 'trialing pro', longer],
  ['paused', 'extended to 20 March', 'no', 'no', 'no', 17, 'trialing pro', longer],
  ['active', 'extended to 20 March', 'no', 'no', 'no', 17, 'active pro', paid],

  ['past_due', 'no', 'no', 'no', 'no', 10, 'past_due pro', works],
  ['past_due', 'no', 'no', 'no', 'no', 15, 'past_due free', free],
  ['past_due', 'no', 'on 5 March', 'no', 'no', 4, 'past_due pro', worksLess],
  ['past_due', 'no', 'on 5 March', 'no', 'no', 10, 'canceled free', free],
  ['past_due', 'over', 'no', 'no', 'no', 10, 'past_due pro', works],

  ['unpaid', 'no', 'no', 'no', 'no', 10, 'unpaid free', free],
  ['paused', 'no', 'no', 'no', 'no', 10, 'paused free', free],
  ['paused', 'over', 'no', 'no', 'no', 20, 'paused free', free],
  ['incomplete', 'no', 'no', 'no', 'no', 10, 'incomplete free', free],
  ['incomplete', 'until 15 March', 'no', 'no', 'no', 10, 'incomplete free', free],
  ['incomplete_expired', 'no', 'no', 'no', 'no', 10, 'none free', free],
  ['canceled', 'no', 'no', 'no', 'no', 10, 'canceled free', free],
  ['canceled', 'until 15 March', 'no', 'no', 'no', 10, 'canceled free', free],
  ['unknown', 'no', 'no', 'no', 'no', 10, 'none free', free],

  // A lifetime purchase survives any end of a subscription.
  ['none', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['active', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['active', 'no', 'on 31 March', 'bought', 'no', 10, 'active lifetime', forGood],
  ['trialing', 'until 15 March', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['past_due', 'no', 'no', 'bought', 'no', 20, 'active lifetime', forGood],
  ['unpaid', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['paused', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['incomplete', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['incomplete_expired', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['canceled', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],
  ['unknown', 'no', 'no', 'bought', 'no', 10, 'active lifetime', forGood],

  // A revoked purchase leaves the subscription's access as it is.
  ['none', 'no', 'no', 'refunded', 'no', 10, 'none free', free],
  ['none', 'no', 'no', 'disputed', 'no', 10, 'active lifetime', forGoodUnless],
  ['none', 'no', 'no', 'lost', 'no', 10, 'none free', free],
  ['none', 'no', 'no', 'at the bank', 'no', 10, 'none free', free],
  ['active', 'no', 'no', 'refunded', 'no', 10, 'active pro', paid],
  ['active', 'no', 'no', 'at the bank', 'no', 10, 'active pro', paid],
  ['past_due', 'no', 'no', 'lost', 'no', 10, 'past_due pro', works],
  ['canceled', 'no', 'on 5 March', 'refunded', 'no', 10, 'canceled free', free],

  // An override by staff adds to the rest. It never lowers a plan.
  ['none', 'no', 'no', 'no', 'for ever', 10, 'active enterprise', pilot],
  ['none', 'no', 'no', 'no', 'ended', 10, 'none free', free],
  ['active', 'no', 'no', 'no', 'for ever', 10, 'active enterprise', pilot],
  ['active', 'no', 'no', 'no', 'ended', 10, 'active pro', paid],
  ['trialing', 'until 15 March', 'no', 'no', 'for ever', 10, 'active enterprise', pilot],
  ['past_due', 'no', 'no', 'no', 'for ever', 20, 'active enterprise', pilot],
  ['unpaid', 'no', 'no', 'no', 'for ever', 10, 'active enterprise', pilot],
  ['canceled', 'no', 'no', 'no', 'for ever', 10, 'active enterprise', pilot],
  ['canceled', 'no', 'no', 'no', 'ended', 10, 'canceled free', free],
  ['paused', 'extended to 20 March', 'no', 'no', 'for ever', 17, 'active enterprise', pilot],
  ['canceled', 'no', 'no', 'bought', 'for ever', 10, 'active enterprise', pilot],
  ['canceled', 'no', 'no', 'bought', 'ended', 10, 'active lifetime', forGood],
  ['active', 'no', 'no', 'refunded', 'ended', 10, 'active pro', paid],
]

it.each(table)(
  '%s · trial %s · cancel %s · lifetime %s · override %s · %i March: %s',
  (stripe, trial, cancel, lifetime, override, today, is, words) => {
    const access = decideAccess(
      known(stripe, trial, cancel, lifetime, override),
      rules,
      march(today),
    )

    const [status, plan] = is.split(' ')
    expect(access).toMatchObject({ status, plan, groups: [plan] })
    expect(access.sources.filter(({ counts }) => counts).map(({ why }) => why)).toEqual([words])
  },
)

it.each([
  ['active', 'on 5 March', 10, ended],
  ['past_due', 'no', 15, graceOver],
  ['unpaid', 'no', 10, 'Pro is unpaid, and we’ve stopped retrying the payment.'],
  ['paused', 'no', 10, 'Your Pro subscription is paused.'],
  ['incomplete', 'no', 10, 'Your first payment for Pro hasn’t gone through yet.'],
  ['incomplete_expired', 'no', 10, 'Your first payment for Pro never went through.'],
  ['canceled', 'no', 10, 'Your Pro subscription ended.'],
  ['unknown', 'no', 10, 'We don’t recognize the status that Stripe reports for Pro.'],
] as const)(
  'gives a reason when a subscription gives no access: %s · cancel %s',
  (stripe, cancel, today, words) => {
    const access = decideAccess(known(stripe, 'no', cancel, 'no', 'no'), rules, march(today))

    expect(access.sources.find(({ kind }) => kind === 'subscription')).toMatchObject({
      counts: false,
      why: words,
    })
  },
)

it('covers every Stripe status, alone and with a lifetime purchase', () => {
  for (const lifetime of ['no', 'bought']) {
    const told = table.filter((row) => row[3] === lifetime).map(([stripe]) => stripe)
    expect([...new Set(told)].filter((stripe) => stripe !== 'none').sort()).toEqual(
      [...SubscriptionStatus.options].sort(),
    )
  }
})

/** The rules again, one line each, for the combinations that the table leaves out. */
it('gives the highest plan of any combination of facts', () => {
  let count = 0
  for (const stripe of ['none', ...SubscriptionStatus.options] as const) {
    for (const trial of ['no', 'until 15 March', 'over', 'extended to 20 March'] as const) {
      for (const cancel of ['no', 'on 31 March', 'on 5 March'] as const) {
        for (const lifetime of ['no', 'bought', 'refunded', 'disputed', 'lost'] as const) {
          for (const override of ['no', 'for ever', 'ended'] as const) {
            for (const today of [3, 4, 5, 10, 14, 15, 19, 20, 30, 31]) {
              const isCanceled = cancel !== 'no' && today >= (cancel === 'on 5 March' ? 5 : 31)
              const runs =
                stripe === 'active' ||
                (stripe === 'past_due' && today < 15) ||
                (stripe === 'trialing' && !['no', 'over'].includes(trial) && today < 15)
              const holds = [
                override === 'for ever' || (override === 'ended' && today < 5) ? 'enterprise' : '',
                lifetime === 'bought' || lifetime === 'disputed' ? 'lifetime' : '',
                (runs && !isCanceled) || (trial === 'extended to 20 March' && today < 20)
                  ? 'pro'
                  : '',
                'free',
              ]
              const row = known(stripe, trial, cancel, lifetime, override)
              const { plan, groups } = decideAccess(row, rules, march(today))
              const best = holds.find((each) => each !== '')
              expect(
                [plan, groups],
                `${[stripe, trial, cancel, lifetime, override, today]}`,
              ).toEqual([best, [best]])
              count++
            }
          }
        }
      }
    }
  }
  expect(count).toBe(18_000)
})

const rules = { catalog: withLifetime, groupPrefix: '' }

function known(...[stripe, trial, cancel, lifetime, override]: PartOf<Row>): Facts {
  const cancelAt = { no: null, 'on 31 March': march(31), 'on 5 March': march(5) }[cancel]
  const tried = {
    no: {},
    'until 15 March': { trialStart: march(1), trialEnd: march(15) },
    'extended to 20 March': { trialStart: march(1), trialEnd: march(15) },
    over: { trialStart: march(-13), trialEnd: march(1) },
  }[trial]
  const bought = {
    no: [],
    bought: [purchase()],
    refunded: [purchase({ amountRefundedCents: 30_000 })],
    disputed: [purchase({ dispute: 'open' })],
    lost: [purchase({ dispute: 'lost' })],
    'at the bank': [purchase({ payment: 'processing' })],
  }[lifetime]
  const given = {
    no: [],
    'for ever': [grant({ plan: 'enterprise' })],
    ended: [grant({ plan: 'enterprise', endsAt: march(5) })],
  }[override]
  const extended = grant({
    id: 'grant_2',
    kind: 'trial_extension',
    reason: 'still deciding',
    endsAt: march(20),
  })
  return facts({
    subscriptions:
      stripe === 'none' ? [] : [subscription('pro', { status: stripe, cancelAt, ...tried })],
    purchases: bought.map((fact) => ({ ...fact, plan: 'lifetime' })),
    grants: [...given, ...(trial === 'extended to 20 March' ? [extended] : [])],
  })
}

type PartOf<R extends unknown[]> = R extends [
  infer A,
  infer B,
  infer C,
  infer D,
  infer E,
  ...unknown[],
]
  ? [A, B, C, D, E]
  : never

it('shows the later end of a trial and its extension', () => {
  const row = known('trialing', 'extended to 20 March', 'no', 'no', 'no')

  expect(onTrial.trialEnd).toEqual(march(15))
  expect(decideAccess(row, rules, march(10)).trialExpiresAt).toEqual(march(20))
  expect(decideAccess(row, rules, march(17)).trialExpiresAt).toEqual(march(20))
  expect(decideAccess(row, rules, march(20)).trialExpiresAt).toBeNull()
})
