import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { PriceFact } from './facts'
import { planOfPrice } from './price-plan'
import type { AccessRules } from './status'

export type PlanRules = Pick<AccessRules, 'catalog' | 'pricePlans'>

/** The item of a subscription that is its plan. */
export type PlanItem<Item> =
  | { kind: 'one'; item: Item; plan: Plan }
  /** Add-ons, or usage, without a plan. */
  | { kind: 'none' }
  /** Which of them a change would be for is not ours to guess. `item` is that of the highest plan. */
  | { kind: 'several'; item: Item; plan: Plan }

/**
 * Finds the item that is the plan's: the licensed one whose price maps to a plan, wherever it stands.
 * Prices that bill a plan's usage, and add-ons, are never the plan. An item that is paid for comes
 * before one with a quantity of 0.
 */
export function planItem<Item extends PriceFact>(
  items: readonly Item[],
  { catalog, pricePlans }: PlanRules,
): PlanItem<Item> {
  const found = items
    .filter((item) => !billsUsageOf(item, catalog))
    .flatMap((item) => {
      const plan = planOfPrice(item, catalog, pricePlans)
      return plan ? [{ item, plan }] : []
    })
    .sort((a, b) => Number(isFree(a.item)) - Number(isFree(b.item)) || b.plan.rank - a.plan.rank)
  const [highest] = found
  if (!highest) return { kind: 'none' }
  return { kind: found.length === 1 ? 'one' : 'several', ...highest }
}

/** A quantity of 0, which the dashboard allows: the item is there, but nothing is paid for it. */
export const isFree = ({ quantity }: Pick<PriceFact, 'quantity'>): boolean => quantity === 0

const billsUsageOf = ({ isMetered, lookupKey }: PriceFact, catalog: Catalog): boolean =>
  isMetered === true ||
  catalog.plans.some((plan) => meteredLookupKeys(plan).some((key) => key === lookupKey))
