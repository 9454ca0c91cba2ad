import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Price } from '@/lib/billing/catalog/schema'
import {
  currenciesOf,
  intervalsOf,
  maxUsage,
  type PriceTerms,
  type Usage,
} from '@/lib/billing/pricing/cost'
import { one, readPromotionCode, type SearchParams } from './choice'
import { type TermsOptions, termsIn } from './terms/terms'

/** The query of a `/plans` URL. Invalid parameters are ignored, so that an old link still works. */
export type PlansQuery = PriceTerms & {
  code: string | null
  /** Only meters that the URL names. */
  usage: Usage
  /** If a gated page redirected here: the plan that it requires, and its path. */
  upgrade: string | null
  from: string | null
}

export const termsOptions = ({ plans }: Pick<Catalog, 'plans'>): TermsOptions => ({
  intervals: intervalsToChoose(plans),
  currencies: currenciesOf(plans),
})

/** One-time payment is a choice only if a plan is sold both ways, or if nothing else is sold. */
function intervalsToChoose(plans: Catalog['plans']): Price['interval'][] {
  const intervals = intervalsOf(plans)
  const isBoth = plans.some(
    ({ prices }) =>
      prices.some(({ interval }) => interval === 'once') &&
      prices.some(({ interval }) => interval !== 'once'),
  )
  const renewed = intervals.filter((interval) => interval !== 'once')
  return isBoth || renewed.length === 0 ? intervals : renewed
}

export function readPlansQuery(catalog: Catalog, params: SearchParams): PlansQuery {
  return {
    ...termsIn(termsOptions(catalog), (name) => one(params[name])),
    code: readPromotionCode(catalog, params),
    usage: Object.fromEntries(
      Object.keys(catalog.meters).flatMap((meter) => {
        const amount = one(params[meter]) ?? ''
        return /^\d{1,10}$/.test(amount) && Number(amount) <= maxUsage
          ? [[meter, Number(amount)]]
          : []
      }),
    ),
    upgrade: planByKey(catalog, one(params.upgrade) ?? '')?.key ?? null,
    from: one(params.from) ?? null,
  }
}

/** A link to the same page with some parameters changed. */
export const plansHref = (query: PlansQuery, change: Partial<PlansQuery> = {}) =>
  `/plans?${new URLSearchParams(queryFields({ ...query, ...change }))}` as const

/** The query as form fields: names and values. */
export const queryFields = ({ interval, currency, code, usage, upgrade, from }: PlansQuery) => ({
  interval,
  currency,
  ...(code && { code }),
  ...Object.fromEntries(Object.entries(usage).map(([meter, amount]) => [meter, String(amount)])),
  ...(upgrade && { upgrade }),
  ...(from && { from }),
})
