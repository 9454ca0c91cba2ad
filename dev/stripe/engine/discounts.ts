import type { DiscountsGiven } from './discounts-given'
import type { Invoice, InvoiceLine } from './wire'
import type { World } from './world'

export function discountsGiven(
  _world: World,
  _given: DiscountsGiven,
  _about: { customer: string; subscription?: string },
): string[] {
  return []
}

/** Takes discounts off the lines they apply to, in order, each from what the one before left. */
export function applyDiscounts(
  _world: World,
  _discounts: Invoice['discounts'],
  lines: InvoiceLine[],
): { lines: InvoiceLine[]; totals: { amount: number; discount: string }[] } {
  return { lines, totals: [] }
}
