import { brandMistakes } from './brand-mistakes'
import type { Mistake } from './mistake'
import type { CatalogDraft } from './schema'

/** Finds every contradiction between parts of a catalog that are each valid on their own. */
export function mistakesIn(catalog: CatalogDraft): Mistake[] {
  return [
    ...brandMistakes(catalog.brand ?? {}),
    ...defaultPlanMistakes(catalog),
    ...duplicateMistakes(catalog),
    ...precedenceMistakes(catalog),
    ...highlightMistakes(catalog),
    ...catalog.plans.flatMap((plan, at) =>
      planMistakes(catalog, plan).map(({ path, message }) => ({
        path: ['plans', at, ...path],
        message,
      })),
    ),
  ]
}

type PlanDraft = CatalogDraft['plans'][number]
type PriceDraft = PlanDraft['prices'][number]
type LimitDraft = PlanDraft['limits'][string]

function defaultPlanMistakes({ defaultPlan, plans }: CatalogDraft): Mistake[] {
  const base = plans.find(({ key }) => key === defaultPlan)
  const path = ['defaultPlan']
  if (!base) return [{ path, message: `name one of the plans, not "${defaultPlan}"` }]
  const below = plans.filter(({ rank }) => rank < base.rank)
  return [
    ...below.map(({ key }) => ({
      path,
      message: `buying "${key}" would lower the user’s rank: give the default plan the lowest rank`,
    })),
    ...(base.prices.length > 0
      ? [
          {
            path,
            message: `"${base.key}" is the default plan, which must be free: remove its prices`,
          },
        ]
      : []),
  ]
}

/** Names and ranks that are used twice, each reported at its second use. */
function duplicateMistakes({ plans, staff }: CatalogDraft): Mistake[] {
  const named: Record<string, { value: unknown; path: (string | number)[] }[]> = {
    key: plans.map(({ key }, at) => ({ value: key, path: ['plans', at, 'key'] })),
    // A price's nickname may be a plan's name or key, however it is written.
    name: plans.map(({ name }, at) => ({
      value: String(name).trim().toLowerCase(),
      path: ['plans', at, 'name'],
    })),
    rank: plans.map(({ rank }, at) => ({ value: rank, path: ['plans', at, 'rank'] })),
    'staff rank': staff.map(({ rank }, at) => ({ value: rank, path: ['staff', at, 'rank'] })),
    group: Object.entries({ plans, staff }).flatMap(([list, holders]) =>
      holders.map(({ group }, at) => ({ value: group, path: [list, at, 'group'] })),
    ),
    'lookup key': plans.flatMap(({ prices, limits }, at) => [
      ...prices.map(({ lookupKey }, i) => ({
        value: lookupKey,
        path: ['plans', at, 'prices', i, 'lookupKey'],
      })),
      ...Object.entries(limits).map(([meter, { meteredPrice }]) => ({
        value: meteredPrice,
        path: ['plans', at, 'limits', meter, 'meteredPrice'],
      })),
    ]),
  }
  return Object.entries(named).flatMap(([what, uses]) =>
    uses
      .filter(
        ({ value }, at) =>
          value !== undefined && uses.findIndex((other) => other.value === value) < at,
      )
      .map(({ value, path }) => ({ path, message: `${what} "${value}" is used twice` })),
  )
}

/** Either all groups set a precedence or none: set numbers would mix with generated ones. */
function precedenceMistakes({ plans, staff }: CatalogDraft): Mistake[] {
  const holders = Object.entries({ plans, staff }).flatMap(([list, holders]) =>
    holders.map(({ precedence, group }, at) => ({ list, at, precedence, group })),
  )
  if (holders.every(({ precedence }) => precedence === undefined)) return []
  return holders
    .filter(({ precedence }) => precedence === undefined)
    .map(({ list, at, group }) => ({
      path: [list, at, 'precedence'],
      message: `other groups have a precedence: give "${group}" one too, or remove them all`,
    }))
}

/** Each highlighted plan after the first. */
function highlightMistakes({ plans }: CatalogDraft): Mistake[] {
  const first = plans.find(({ highlight }) => highlight)
  return plans.flatMap((plan, at) =>
    plan.highlight && plan !== first
      ? [
          {
            path: ['plans', at, 'highlight'],
            message: `"${first?.key}" is highlighted already: highlight one plan`,
          },
        ]
      : [],
  )
}

function planMistakes(catalog: CatalogDraft, plan: PlanDraft): Mistake[] {
  return [
    ...(plan.trialOnly && !plan.trialDays
      ? [{ path: ['trialOnly'], message: 'a plan that is only a trial needs trialDays' }]
      : []),
    ...plan.features.flatMap((feature, at) =>
      Object.hasOwn(catalog.features, feature)
        ? []
        : [
            {
              path: ['features', at],
              message: `describe the feature "${feature}" under "features", or remove it`,
            },
          ],
    ),
    ...plan.prices.flatMap((price, at) =>
      priceMistakes(plan, price, at).map(({ path, message }) => ({
        path: ['prices', at, ...path],
        message,
      })),
    ),
    ...Object.entries(plan.limits).flatMap(([meter, limit]) =>
      limitMistakes(catalog, plan, meter, limit).map(({ path, message }) => ({
        path: ['limits', meter, ...path],
        message,
      })),
    ),
  ]
}

function priceMistakes(plan: PlanDraft, price: PriceDraft, at: number): Mistake[] {
  const { interval, currency, otherCurrencies = {} } = price
  const isRepeated = plan.prices.findIndex((other) => other.interval === interval) < at
  return [
    ...(isRepeated
      ? [
          {
            path: ['interval'],
            message: `"${plan.key}" already has a price for "${interval}": add other currencies to its otherCurrencies`,
          },
        ]
      : []),
    ...(Object.hasOwn(otherCurrencies, currency)
      ? [
          {
            path: ['otherCurrencies', currency],
            message: `"${currency}" is the price's own currency: its amount is amountCents`,
          },
        ]
      : []),
    ...(interval === 'once' && (plan.maxQuantity ?? 1) > 1
      ? [{ path: ['interval'], message: 'a one-time price has no quantity: remove maxQuantity' }]
      : []),
    ...(interval === 'once' && (plan.trialDays ?? 0) > 0 && plan.prices.length === 1
      ? [{ path: ['interval'], message: 'a one-time price has no trial: remove trialDays' }]
      : []),
  ]
}

function limitMistakes(
  catalog: CatalogDraft,
  plan: PlanDraft,
  meter: string,
  limit: LimitDraft,
): Mistake[] {
  const complain = (message: string, ...path: string[]) => [{ path, message }]
  const recurring = plan.prices.filter(({ interval }) => interval !== 'once')
  return [
    ...(Object.hasOwn(catalog.meters, meter)
      ? []
      : complain(`describe the meter "${meter}" under "meters", or remove it`)),
    ...(limit.included === null && limit.overageCents !== undefined
      ? complain('an unlimited meter has no overage: remove it, or set included', 'overageCents')
      : []),
    ...(limit.meteredPrice === undefined ? [] : meteredMistakes(limit, recurring, complain)),
    ...(limit.meteredPrice !== undefined && catalog.meters[meter]?.aggregation === 'max'
      ? complain('Stripe has no meters that count a maximum: remove it', 'meteredPrice')
      : []),
  ]
}

/** A subscription's items share one currency, so the overage needs a price in each of the plan's. */
function meteredMistakes(
  limit: LimitDraft,
  recurring: PriceDraft[],
  complain: (message: string, ...path: string[]) => Mistake[],
): Mistake[] {
  const [first] = recurring
  const sold = new Set(
    recurring.flatMap(({ currency, otherCurrencies }) => [
      currency,
      ...Object.keys(otherCurrencies ?? {}),
    ]),
  )
  return [
    ...(limit.overageCents === undefined
      ? complain('a metered price needs overageCents, the price of one more unit', 'meteredPrice')
      : []),
    ...(first
      ? []
      : complain('a metered price needs a plan that is billed monthly or yearly', 'meteredPrice')),
    ...[...sold]
      .filter((code) => code !== first?.currency && !limit.otherCurrencies?.[code])
      .map((code) => ({
        path: ['otherCurrencies'],
        message: `the plan is sold in "${code}" too: add the overage in it, since it is billed`,
      })),
  ]
}
