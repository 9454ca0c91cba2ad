import { clsx } from 'clsx'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { priceOf, priceText } from '@/components/ui/money'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { overageText, quantity } from './text'

/**
 * All features and limits, by plan. On a phone the plans scroll under a first column that stays.
 */
export function ComparisonTable({
  catalog,
  terms,
  current,
}: {
  catalog: Catalog
  terms: PriceTerms
  current: Plan | null
}) {
  const { plans, features, meters } = catalog
  const rows = (entries: [string, { name: string; description: string }][], cell: Cell) =>
    entries.map(([key, label]) => (
      <tr key={key} className="border-line border-t">
        <th scope="row" className={clsx(stays, 'py-3 pr-3 pl-4 font-normal')}>
          <span className="font-semibold">{label.name}</span>
          <span className="mt-0.5 hidden text-muted text-sm sm:block">{label.description}</span>
        </th>
        {plans.map((plan) => (
          <td
            key={plan.key}
            className={clsx('px-3 py-3 sm:px-4', plan === current && 'bg-go-tint')}
          >
            {cell(key, plan)}
          </td>
        ))}
      </tr>
    ))

  return (
    // A region that scrolls must be focusable, or a keyboard can't reach its right half.
    <section
      aria-label="Plan comparison"
      tabIndex={inTabOrder}
      className="relative mt-6 overflow-x-auto rounded-2xl border border-line bg-card shadow-card"
    >
      <table className="w-full border-collapse text-left">
        <thead>
          <tr>
            <td className={clsx(stays, 'w-32 sm:w-72')} />
            {plans.map((plan) => (
              <th
                key={plan.key}
                scope="col"
                className={clsx(
                  'min-w-32 px-3 py-4 align-top sm:px-4',
                  plan === current && 'bg-go-tint',
                )}
              >
                <span className="block font-bold">{plan.name}</span>
                <span className="block whitespace-nowrap font-normal text-muted text-sm">
                  {planPrice(plan, terms)}
                </span>
                {plan === current && <span className="printed text-go">Your plan</span>}
              </th>
            ))}
          </tr>
        </thead>
        <Part title="Features" columns={plans.length}>
          {rows(Object.entries(features), (key, plan) => (
            <Included isIncluded={plan.features.includes(key)} />
          ))}
        </Part>
        {Object.keys(meters).length > 0 && (
          <Part title="Usage limits" columns={plans.length}>
            {rows(Object.entries(meters), (key, plan) => (
              <Amount meter={key} plan={plan} catalog={catalog} currency={terms.currency} />
            ))}
          </Part>
        )}
      </table>
    </section>
  )
}

type Cell = (key: string, plan: Plan) => ReactNode
const inTabOrder = 0
const stays = 'sticky left-0 z-1 bg-card'

const Part = ({
  title,
  columns,
  children,
}: {
  title: string
  columns: number
  children: ReactNode
}) => (
  <tbody>
    <tr className="border-line border-t bg-sunk">
      <th
        scope="rowgroup"
        className="printed sticky left-0 whitespace-nowrap bg-sunk py-2 pl-4 text-muted"
      >
        {title}
      </th>
      <td colSpan={columns} />
    </tr>
    {children}
  </tbody>
)

const Included = ({ isIncluded }: { isIncluded: boolean }) =>
  isIncluded ? (
    <>
      <Check aria-hidden="true" className="size-5 text-go" strokeWidth={3} />
      <span className="sr-only">Included</span>
    </>
  ) : (
    <>
      <Minus aria-hidden="true" className="size-5 text-muted" />
      <span className="sr-only">Not included</span>
    </>
  )

function Amount({
  meter,
  plan,
  catalog,
  currency,
}: {
  meter: string
  plan: Plan
  catalog: Catalog
  currency: string
}) {
  const [label, limit] = [catalog.meters[meter], plan.limits[meter]]
  if (!label || !limit || limit.included === 0) return <Included isIncluded={false} />
  const more = overageText(limit, label, plan, currency)
  return (
    <>
      <span className="tabular-nums">
        {limit.included === null ? 'Unlimited' : quantity(limit.included, label.unit)}
      </span>
      {more && <span className="block text-muted text-sm">then {more}</span>}
    </>
  )
}

function planPrice(plan: Plan, { interval, currency }: PriceTerms): string {
  if (plan.custom) return 'Let’s talk'
  const price = priceOf(plan, interval, currency)
  return price ? priceText(price) : 'Free'
}
