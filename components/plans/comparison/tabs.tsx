import type { ReactNode } from 'react'
import type { Plan } from '@/lib/billing/catalog/schema'
import { EachTerms } from '../terms/each-terms'
import { Amount, type Comparison, Included, planPrice } from './cells'

/**
 * The comparison on a phone: a tab for each plan. The tabs are radio buttons and CSS, so they work
 * without JavaScript.
 */
export const ComparisonTabs = ({
  catalog,
  plans,
  options,
  current,
  chosen,
}: Comparison & {
  /** The plan that is shown first. */
  chosen: Plan | undefined
}) => (
  <fieldset className="mt-6 grid grid-cols-2 gap-2 min-[420px]:grid-cols-3 sm:hidden">
    <legend className="sr-only">Show plan</legend>
    {plans.map((plan) => (
      <div key={plan.key} className="group contents">
        <label className="flex min-h-11 cursor-pointer items-center justify-center rounded-field border border-line bg-card px-2 text-center font-semibold text-muted has-checked:border-brand has-checked:bg-brand has-checked:text-on-brand has-focus-visible:outline-3 has-focus-visible:outline-brand has-focus-visible:outline-offset-3">
          <input
            type="radio"
            name="compared"
            value={plan.key}
            defaultChecked={plan === chosen}
            className="sr-only"
          />
          {plan.name}
        </label>
        <div className="order-last col-span-full hidden rounded-panel border border-line bg-card shadow-card group-has-checked:block">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4 border-line border-b px-4 py-3">
            <strong>{plan.name}</strong>
            <span className="text-muted">
              <EachTerms options={options}>{(terms) => planPrice(plan, terms)}</EachTerms>
              {plan === current && ', your plan'}
            </span>
          </p>
          <dl>
            {Object.entries(catalog.features).map(([key, { name }]) => (
              <Row key={key} name={name}>
                <Included isIncluded={plan.features.includes(key)} />
              </Row>
            ))}
            {Object.entries(catalog.meters).map(([key, { name }]) => (
              <Row key={key} name={name}>
                <EachTerms options={options}>
                  {({ currency }) => <Amount {...{ meter: key, plan, catalog, currency }} />}
                </EachTerms>
              </Row>
            ))}
          </dl>
        </div>
      </div>
    ))}
  </fieldset>
)

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex items-center justify-between gap-4 border-line border-b px-4 py-2.5 last:border-b-0">
    <dt>{name}</dt>
    <dd className="text-right">{children}</dd>
  </div>
)
