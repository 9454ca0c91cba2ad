import { clsx } from 'clsx'
import Link from 'next/link'
import { bestSaving } from '@/components/ui/money'
import type { Catalog, Price } from '@/lib/billing/catalog/schema'
import { currenciesOf, intervalsOf } from '@/lib/billing/pricing/cost'
import { type PlansQuery, plansHref } from './query'

/** The billing interval and currency, as links: they work without JavaScript and can be shared. */
export function PlanToolbar({ catalog, query }: { catalog: Catalog; query: PlansQuery }) {
  const intervals = intervalsToChoose(catalog)
  const currencies = currenciesOf(catalog.plans)
  const saving = bestSaving(catalog.plans, query.currency)

  return (
    <div className="flex flex-wrap gap-4">
      {intervals.length > 1 && (
        <Choices label="Billing interval">
          {intervals.map((interval) => (
            <Choice
              key={interval}
              href={plansHref(query, { interval })}
              isChosen={interval === query.interval}
            >
              {names[interval]}
              {interval === 'year' && saving > 0 && ` (save ${saving}%)`}
            </Choice>
          ))}
        </Choices>
      )}
      {currencies.length > 1 && (
        <Choices label="Currency">
          {currencies.map((currency) => (
            <Choice
              key={currency}
              href={plansHref(query, { currency })}
              isChosen={currency === query.currency}
            >
              {currency.toUpperCase()}
            </Choice>
          ))}
        </Choices>
      )}
    </div>
  )
}

const names = { month: 'Monthly', year: 'Yearly', once: 'One-time' }

/** One-time payment is a choice only if a plan is sold both ways. */
const intervalsToChoose = ({ plans }: Catalog): Price['interval'][] => {
  const isBoth = plans.some(
    ({ prices }) =>
      prices.some(({ interval }) => interval === 'once') &&
      prices.some(({ interval }) => interval !== 'once'),
  )
  return intervalsOf(plans).filter((interval) => interval !== 'once' || isBoth)
}

const Choices = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <nav aria-label={label} className="flex rounded-xl bg-sunk p-1">
    {children}
  </nav>
)

const Choice = ({
  href,
  isChosen,
  children,
}: {
  href: `/plans?${string}`
  isChosen: boolean
  children: React.ReactNode
}) => (
  <Link
    href={href}
    replace
    scroll={false}
    aria-current={isChosen ? 'true' : undefined}
    className={clsx(
      'rounded-lg px-4 py-2 font-semibold',
      isChosen ? 'bg-card shadow-card' : 'text-muted hover:text-ink',
    )}
  >
    {children}
  </Link>
)
