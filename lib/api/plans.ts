import type { AccessRules } from '@/lib/billing/access'
import { handle } from '@/lib/http'
import type { Log } from '@/lib/log'

/** GET /api/plans: what is sold. Public; lookup keys and groups are our own business. */
export const listPlans = (services: { rules: AccessRules; log: Log }) =>
  handle(services, async () => {
    const { plans, features, meters, defaultPlan } = services.rules.catalog
    const body = {
      defaultPlan,
      features,
      meters,
      plans: plans.map(({ group: _, prices, ...plan }) => ({
        ...plan,
        prices: prices.map(({ interval, currency, amountCents }) => ({
          interval,
          currency,
          amountCents,
        })),
      })),
    }
    return Response.json(body, { headers: { 'cache-control': 'public, max-age=60' } })
  })
