import { Calculator } from '@/components/plans/calculator'
import { metersOf, usualUsage } from '@/components/plans/calculator-stops'
import { type PlansQuery, queryFields } from '@/components/plans/query'
import { services } from '@/lib/services'

/** The calculator, given no more of a plan than anybody may see: no lookup keys. */
export function WorkedOut({ query }: { query: PlansQuery }) {
  const { meters, plans } = services.catalog
  const keys = metersOf(Object.keys(meters), plans)
  const { interval, currency, usage } = query
  return (
    <>
      <p className="mt-2 max-w-2xl text-muted">
        Say what you use in a month. Each plan’s price and what is beyond its limits are added up,
        as your invoices would have them, before tax and promotion codes.
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
        terms={{ interval, currency }}
        usage={{ ...usualUsage(plans, keys), ...usage }}
        carried={queryFields({ ...query, usage: {} })}
      />
    </>
  )
}
