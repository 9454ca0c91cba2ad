import { money } from '@/components/ui/money'
import { meteredPrices } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { quantity } from '@/lib/billing/catalog/unit-text'
import { overageIn } from '@/lib/billing/pricing/cost'
import { lineAmount } from '@/lib/billing/pricing/decimal'
import { overageText } from './text'

const cap = 'You can set a spending cap at any time.'

/**
 * What a plan includes of what it bills by use, and what comes after. `null` if it bills nothing by
 * use. Several meters are listed with the plan's contents, so there it is only said when they are paid.
 */
export function usageTerms(
  plan: Plan,
  { meters }: Pick<Catalog, 'meters'>,
  currency: string,
): string | null {
  const [only, ...others] = meteredPrices(plan)
  if (!only) return null
  const [meter, limit] = [meters[only.meter], plan.limits[only.meter]]
  const each = limit && overageIn(limit, plan, currency)
  if (others.length > 0 || !meter || !limit || each === undefined) {
    return `What you use beyond that is billed at the end of each month. ${cap}`
  }
  const worth = money(lineAmount(only.included, each), currency)
  return `Includes ${worth} of usage each month: ${quantity(only.included, meter.unit)}. After that it’s ${overageText(limit, meter, plan, currency)}, billed at the end of the month. ${cap}`
}
