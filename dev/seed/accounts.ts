import { defaultPlan } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { type UsageStory, usageStories } from './usage-story'

/** How a person signs in to a demo account, and what they will find. */
export type DemoLogin = {
  email: string
  password: string
  /** Its key, as everywhere: `pro`. */
  plan: string
  planName: string
  note: string
}

/** A demo account that exists, with its user's `sub`. */
export type SeededLogin = DemoLogin & { userId: string }

/** A demo account and how it comes about. */
export type DemoAccount = DemoLogin & {
  /** What is bought, in which way; nothing when absent. */
  buys?: DemoOrder
  staffGroup?: string
  /** A quarter of usage, as it would have come about. */
  usage?: UsageStory
}

export type DemoOrder = { plan: Plan; ending: SubscriptionState }
export type SubscriptionState =
  | 'active'
  | 'trialing'
  | 'past_due'
  | 'canceling'
  | 'canceled'
  /** At a price that was made by hand long ago: no lookup key, no metadata, only a nickname. */
  | 'old_price'
  /** A one-time purchase. */
  | 'lifetime'

/** The same for all accounts: there is nothing to protect. */
const password = 'Tollgate-demo-1'

/** An account for each plan, for each state of a subscription, and for each staff group. */
export function demoAccounts(catalog: Catalog): DemoAccount[] {
  const free = defaultPlan(catalog)
  const paid = catalog.plans.filter((plan) => recurringPrice(plan))
  const usual = paid[Math.floor(paid.length / 2)]
  const toTry = paid.find((plan) => isForTrying(plan, paid))
  const account = (
    name: string,
    plan: Plan,
    note: string,
    rest: Partial<DemoAccount> = {},
  ): DemoAccount => ({
    email: `${name}@example.com`,
    password,
    plan: plan.key,
    planName: plan.name,
    note,
    ...rest,
  })
  const story = (
    name: string,
    ending: SubscriptionState,
    note: string,
    plan = usual,
    has = plan,
  ) => (plan && has ? [account(name, has, note, { buys: { plan, ending } })] : [])

  return [
    account(free.key, free, 'Free'),
    ...catalog.plans.flatMap((plan) => {
      if (plan === toTry) return story(plan.key, 'trialing', 'On trial, no card', plan)
      if (recurringPrice(plan))
        return story(plan.key, 'active', `Pays ${recurringPrice(plan)?.interval}ly`, plan)
      return isSoldOnce(plan) ? story(plan.key, 'lifetime', 'One-time purchase', plan) : []
    }),
    ...(toTry ? [] : story('trialing', 'trialing', `On a ${trialDays(usual)}-day trial`)),
    ...story('past-due', 'past_due', 'Payment failed, in the grace period'),
    ...story('canceling', 'canceling', 'Canceled, active until the period ends'),
    ...story('canceled', 'canceled', `Canceled, back on ${free.name}`, usual, free),
    // Only this catalog has prices that are older than the catalog.
    ...(catalog.name === 'groups'
      ? story(
          'old-price',
          'old_price',
          'Pays an old price, matched by its nickname',
          catalog.plans.find(({ key }) => key === 'business'),
        )
      : []),
    ...usageStories(catalog).map(({ name, plan, note, usage }) =>
      account(name, plan, note, {
        usage,
        ...(recurringPrice(plan) && { buys: { plan, ending: 'active' as const } }),
      }),
    ),
    ...catalog.staff.map(({ group }) =>
      account(group, free, `Staff: ${group}`, { staffGroup: group }),
    ),
  ]
}

export const recurringPrice = (plan: Plan) =>
  plan.prices.find((price) => price.interval === 'month') ??
  plan.prices.find((price) => price.interval === 'year')

export const trialDays = (plan: Plan | undefined) => plan?.trialDays || 14

/** Whether a plan is only a trial of the other plans. */
const isForTrying = (plan: Plan, paid: readonly Plan[]) =>
  Boolean(plan.trialDays) && paid.length > 1

const isSoldOnce = (plan: Plan) => plan.prices.some(({ interval }) => interval === 'once')
