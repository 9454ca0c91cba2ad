import type { AccessRules } from '@/lib/billing/access/status'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { currenciesOf, intervalsOf } from '@/lib/billing/pricing/cost'
import type { Settings } from '@/lib/env'
import { handle } from '@/lib/http'
import type { Log } from '@/lib/log'

/** GET /api/plans: what is sold. Public, and the same for everybody. */
export const listPlans = (services: {
  rules: AccessRules
  settings: Pick<Settings, 'TRIAL_DAYS'>
  log: Log
}) =>
  handle(services, async () =>
    publicJson(publicCatalog(services.rules.catalog, services.settings.TRIAL_DAYS)),
  )

/** Anybody's answer: it changes with a deployment, and may be a minute old. */
export const publicJson = (body: unknown): Response =>
  Response.json(body, { headers: { 'cache-control': 'public, max-age=60' } })

/**
 * What a client needs to sell with, field by field: what a catalog learns to say tomorrow is not told
 * to anybody by accident. Lookup keys, groups and policies are our own business.
 */
const publicCatalog = (catalog: Catalog, trialDays: number | undefined) => ({
  defaultPlan: catalog.defaultPlan,
  intervals: intervalsOf(catalog.plans),
  currencies: currenciesOf(catalog.plans),
  features: catalog.features,
  meters: catalog.meters,
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

/** What is paid once, or never, is not tried out. */
const isRenewed = (plan: Plan) => plan.prices.some(({ interval }) => interval !== 'once')
