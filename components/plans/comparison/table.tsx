import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { Plan } from '@/lib/billing/catalog/schema'
import { EachTerms } from '../terms/each-terms'
import { Amount, type Comparison, Included, planPrice } from './cells'

/** All features and limits, by plan. `ComparisonTabs` shows them on a phone. */
export function ComparisonTable({ catalog, plans, options, current }: Comparison) {
  const { features, meters } = catalog
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
      className="relative mt-6 hidden overflow-x-auto rounded-panel border border-line bg-card shadow-card sm:block"
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
                  <EachTerms options={options}>{(terms) => planPrice(plan, terms)}</EachTerms>
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
              <EachTerms options={options}>
                {({ currency }) => <Amount {...{ meter: key, plan, catalog, currency }} />}
              </EachTerms>
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
