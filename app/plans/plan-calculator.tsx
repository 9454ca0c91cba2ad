import { Calculator } from '@/components/plans/calculator/calculator'
import { metersOf, usualUsage } from '@/components/plans/calculator/stops'
import { type PlansQuery, queryFields } from '@/components/plans/query'
import type { Plan } from '@/lib/billing/catalog/schema'
import { services } from '@/lib/services'

/** The calculator, with the public part of each plan: no lookup keys reach the browser. */
export function PlanCalculator({ query, plans }: { query: PlansQuery; plans: Plan[] }) {
  const { meters, checkout } = services.catalog
  const keys = metersOf(Object.keys(meters), plans)
  const { interval: _, currency: __, ...carried } = queryFields({ ...query, usage: {} })
  return (
    <>
      <p className="mt-2 max-w-2xl text-muted">
        Enter your monthly usage. We add each plan’s price and any overage, just as on your invoice,{' '}
        {checkout.taxIncluded ? 'including tax and before discounts' : 'before tax and discounts'}.
      </p>
      <Calculator
        plans={plans.map(({ key, name, rank, custom, prices, limits }) => ({
          key,
          name,
          rank,
          custom,
          prices: prices.map(({ lookupKey: _, ...price }) => price),
          limits: Object.fromEntries(
            Object.entries(limits).map(([meter, { meteredPrice: _, ...limit }]) => [meter, limit]),
          ),
        }))}
        meters={keys.flatMap((key) => {
          const meter = meters[key]
          return meter
            ? [{ key, name: meter.name, unit: meter.unit, isMonthly: meter.aggregation === 'sum' }]
            : []
        })}
        usage={{ ...usualUsage(plans, keys), ...query.usage }}
        carried={carried}
      />
    </>
  )
}
