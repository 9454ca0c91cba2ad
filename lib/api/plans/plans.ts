import { type HandlerServices, handle } from '@/lib/api/handle'
import type { AccessRules } from '@/lib/billing/access/status'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { currenciesOf, intervalsOf } from '@/lib/billing/pricing/cost'
import type { Settings } from '@/lib/env'
import { planRoutes } from './routes'

/** GET /api/plans: what is sold. Public, and the same for everyone. */
export const listPlans = (
  services: HandlerServices & { rules: AccessRules; settings: Pick<Settings, 'TRIAL_DAYS'> },
) =>
  handle(services, planRoutes.listPlans, async () =>
    publicCatalog(services.rules.catalog, services.settings.TRIAL_DAYS),
  )

/**
 * What a client needs to sell with, field by field, so that a field which is added to the catalog is
 * not made public by accident. Lookup keys, groups and policies stay private.
 */
const publicCatalog = (catalog: Catalog, trialDays: number | undefined) => ({
  defaultPlan: catalog.defaultPlan,
  intervals: intervalsOf(catalog.plans),
  currencies: currenciesOf(catalog.plans),
  features: catalog.features,
  meters: Object.fromEntries(
    Object.entries(catalog.meters).map(([key, { name, description, unit, aggregation }]) => [
      key,
      { name, description, unit, aggregation },
    ]),
  ),
  plans: catalog.plans.map((plan) => publicPlan(plan, trialDays)),
})

const publicPlan = (plan: Plan, trialDays: number | undefined) => ({
  key: plan.key,
  name: plan.name,
  description: plan.description,
  rank: plan.rank,
  custom: plan.custom ?? false,
  prices: plan.prices.map(({ interval, currency, amountCents, otherCurrencies = {} }) => ({
    interval,
    currency,
    amountCents,
    otherCurrencies,
  })),
  trialDays: isRenewed(plan) ? (plan.trialDays ?? trialDays ?? 0) : 0,
  maxQuantity: plan.maxQuantity,
  features: plan.features,
  permissions: plan.permissions,
  limits: Object.fromEntries(
    Object.entries(plan.limits).map(([meter, limit]) => [
      meter,
      {
        included: limit.included,
        ...(limit.overageCents !== undefined && {
          overageCents: limit.overageCents,
          otherCurrencies: limit.otherCurrencies ?? {},
        }),
      },
    ]),
  ),
})

/** A plan that is paid once, or never, has no trial. */
const isRenewed = (plan: Plan) => plan.prices.some(({ interval }) => interval !== 'once')
