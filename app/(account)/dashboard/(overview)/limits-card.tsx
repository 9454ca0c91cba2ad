import { Card, CardHeader } from '@/components/ui/card'
import { iconOf } from '@/components/ui/feature-icon'
import type { Access } from '@/lib/billing/access/access'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { quantity } from '@/lib/billing/catalog/unit-text'

/** What the plan includes of each meter. */
export function LimitsCard({
  plan,
  limits,
  meters,
}: {
  plan: Plan
  limits: Access['limits']
  meters: Catalog['meters']
}) {
  const known = Object.entries(limits).flatMap(([key, { included }]) => {
    const meter = meters[key]
    return meter ? [{ key, meter, included }] : []
  })
  if (known.length === 0) return null
  return (
    <Card label={`Included in ${plan.name}`}>
      <CardHeader title={`Included in ${plan.name}`} />
      <dl className="grid divide-y divide-line">
        {known.map(({ key, meter, included }) => {
          const Icon = iconOf(key)
          return (
            <div
              key={key}
              className="flex items-center justify-between gap-4 py-3 first:pt-0 last:pb-0"
            >
              <dt className="flex min-w-0 items-center gap-3">
                <Icon aria-hidden="true" className="size-5 flex-none text-muted" />
                {meter.name}
              </dt>
              <dd className="text-right font-semibold tabular-nums">
                {included === null
                  ? 'Unlimited'
                  : included === 0
                    ? 'None'
                    : quantity(included, meter.unit)}
              </dd>
            </div>
          )
        })}
      </dl>
    </Card>
  )
}
