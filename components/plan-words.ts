import type { Catalog, Limit, Plan } from '@/lib/billing/catalog'
import { count } from './dates'
import { money } from './money'

type Meter = Catalog['meters'][string]

/** `100,000 API calls, then $1 per 1,000 calls`: a line for each meter that the plan includes any of. */
export const limitLines = (plan: Plan, catalog: Catalog): string[] =>
  Object.entries(plan.limits).flatMap(([key, limit]) => {
    const meter = catalog.meters[key]
    return meter && limit.included !== 0 ? [limitLine(limit, meter, currencyOf(plan))] : []
  })

function limitLine(limit: Limit, meter: Meter, currency: string): string {
  const { included, overageCents } = limit
  if (included === null) return `Unlimited ${lower(meter.name)}`
  const amount = amountOf(included, meter)
  return overageCents === undefined
    ? amount
    : `${amount}, then ${overage(overageCents, meter, currency)}`
}

/** `10,000 API calls`, `10 GB of storage`, `1 source`. */
function amountOf(included: number, { name, unit }: Meter): string {
  const isNamedByUnit = lower(name).endsWith(unit.toLowerCase())
  return isNamedByUnit
    ? quantity(included, lower(name))
    : `${quantity(included, unit)} of ${lower(name)}`
}

/** `1 source`, `3 sources`, `10 GB`. */
export const quantity = (amount: number, unit: string): string =>
  `${count(amount)} ${amount === 1 ? unit.replace(/s$/, '') : unit}`

/** Never a fraction of a cent: what is cheaper is priced by the hundred, the thousand and so on. */
function overage(cents: number, { unit }: Meter, currency: string): string {
  let units = 1
  while (!Number.isInteger(round(cents)) && round(cents * units) < 50) units *= 10
  const each = units === 1 ? unit.replace(/s$/, '') : quantity(units, unit)
  return `${money(round(cents * units), currency)} per ${each}`
}

/** `0.1 * 3` is not `0.3` to a computer. */
const round = (value: number) => Math.round(value * 1e6) / 1e6

const currencyOf = (plan: Plan) => plan.prices[0]?.currency ?? 'usd'

/** `Storage` becomes `storage`, but `API calls` stays as it is. */
const lower = (name: string) =>
  /^[A-Z]{2}/.test(name) ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`
