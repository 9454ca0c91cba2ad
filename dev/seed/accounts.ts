import { type Catalog, defaultPlan, type Plan } from '@/lib/billing/catalog'

/** How a person signs in to a demo account, and what they will find. */
export type Account = {
  email: string
  password: string
  /** Its key, as everywhere: `pro`. */
  plan: string
  planName: string
  note: string
}

/** A demo account and how it comes about. */
export type Part = Account & {
  /** What is bought, in which way; nothing when absent. */
  buys?: { plan: Plan; ending: Ending }
  staffGroup?: string
}
export type Ending = 'active' | 'trialing' | 'past_due' | 'canceling'

/** One for all: nothing here is worth protecting. */
const password = 'Tollgate-demo-1'

/** One account for each plan, one for each thing that happens to a subscription, one for each staff group. */
export function demoAccounts(catalog: Catalog): Part[] {
  const free = defaultPlan(catalog)
  const paid = catalog.plans.filter((plan) => recurringPrice(plan))
  const usual = paid[Math.floor(paid.length / 2)]
  const account = (name: string, plan: Plan, note: string, rest: Partial<Part> = {}): Part => ({
    email: `${name}@example.com`,
    password,
    plan: plan.key,
    planName: plan.name,
    note,
    ...rest,
  })
  const story = (name: string, ending: Ending, note: string) =>
    usual ? [account(name, usual, note, { buys: { plan: usual, ending } })] : []

  return [
    ...catalog.plans
      .filter((plan) => plan === free || recurringPrice(plan))
      .map((plan) =>
        plan === free
          ? account(plan.key, plan, 'Pays nothing')
          : account(plan.key, plan, 'Pays by the month', { buys: { plan, ending: 'active' } }),
      ),
    ...story('trialing', 'trialing', 'In a 14-day trial'),
    ...story('past-due', 'past_due', 'The last payment failed; in the grace period'),
    ...story('canceling', 'canceling', 'Canceled, and paid until the end of the month'),
    ...catalog.staff.map(({ group }) =>
      account(group, free, `Staff: ${group}`, { staffGroup: group }),
    ),
  ]
}

export const recurringPrice = (plan: Plan) =>
  plan.prices.find((price) => price.interval === 'month') ??
  plan.prices.find((price) => price.interval === 'year')
