import { money } from '@/components/ui/money'
import type { Catalog, Limit, Meter, Plan } from '@/lib/billing/catalog/schema'
import { lower, quantity, singular } from '@/lib/billing/catalog/unit-text'
import { overageIn } from '@/lib/billing/pricing/cost'
import { unitPrice } from '@/lib/billing/pricing/unit-price'

/** `100,000 API calls, then $1 per 1,000 calls`: a line for each meter that the plan includes. */
export const limitLines = (plan: Plan, catalog: Catalog, currency = currencyOf(plan)): string[] =>
  Object.entries(plan.limits).flatMap(([key, limit]) => {
    const meter = catalog.meters[key]
    return meter && limit.included !== 0 ? [limitLine(limit, meter, plan, currency)] : []
  })

function limitLine(limit: Limit, meter: Meter, plan: Plan, currency: string): string {
  if (limit.included === null) return `Unlimited ${lower(meter.name)}`
  const amount = amountOf(limit.included, meter)
  const more = overageText(limit, meter, plan, currency)
  return more ? `${amount}, then ${more}` : amount
}

/** `10,000 API calls`, `10 GB of storage`, `1 source`. */
const amountOf = (included: number, meter: Meter): string =>
  isNamedByUnit(meter)
    ? quantity(included, lower(meter.name))
    : `${quantity(included, meter.unit)} of ${lower(meter.name)}`

/** Whether the name already says the unit: `API calls` are counted in calls. */
export const isNamedByUnit = ({ name, unit }: Meter): boolean =>
  name.toLowerCase().endsWith(unit.toLowerCase())

/** `$1 per 1,000 calls`; `null` if the plan sells no overage. */
export function overageText(
  limit: Limit,
  meter: Meter,
  plan: Plan,
  currency: string,
): string | null {
  const cents = overageIn(limit, plan, currency)
  return cents === undefined ? null : overage(cents, meter, currency)
}

const overage = (eachCents: number, { unit }: Meter, currency: string): string => {
  const { units, cents } = unitPrice(eachCents)
  return `${money(cents, currency)} per ${units === 1 ? singular(unit) : quantity(units, unit)}`
}

const currencyOf = (plan: Plan) => plan.prices[0]?.currency ?? 'usd'
