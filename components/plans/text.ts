import { count } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import type { Catalog, Limit, Meter, Plan } from '@/lib/billing/catalog/schema'
import { overageIn } from '@/lib/billing/pricing/cost'

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

/** `1 source`, `3 sources`, `10 GB`. */
export const quantity = (amount: number, unit: string): string =>
  `${count(amount)} ${amount === 1 ? singular(unit) : unit}`

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

/** Never a fraction of a cent: a cheaper unit is priced by the hundred, the thousand and so on. */
function overage(cents: number, { unit }: Meter, currency: string): string {
  let units = 1
  while (!Number.isInteger(round(cents)) && round(cents * units) < 50) units *= 10
  const each = units === 1 ? singular(unit) : quantity(units, unit)
  return `${money(round(cents * units), currency)} per ${each}`
}

/** In floating point, `0.1 * 3` isn't `0.3`. */
const round = (value: number) => Math.round(value * 1e6) / 1e6

const currencyOf = (plan: Plan) => plan.prices[0]?.currency ?? 'usd'

const singular = (unit: string) => unit.replace(/s$/, '')

/** Lowercases a name for the middle of a sentence: `storage`, but still `API calls`. */
export const lower = (name: string) =>
  /^[A-Z]{2}/.test(name) ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`
