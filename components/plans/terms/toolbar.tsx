'use client'

import { clsx } from 'clsx'
import type { MouseEvent, ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { useTerms } from './by-terms'
import { type TermsOptions, termsKey } from './terms'

/**
 * Links that choose the billing interval and the currency. They change the URL without a request.
 * Without JavaScript the server answers them.
 */
export function PlanToolbar({
  intervals,
  currencies,
  hrefs,
  savings,
}: TermsOptions & {
  /** The page's URL by `termsKey`. */
  hrefs: Record<string, string>
  /** The most that a year saves, in percent, by currency. */
  savings: Record<string, number>
}) {
  const terms = useTerms()
  const saving = savings[terms.currency] ?? 0
  const choice = (change: Partial<PriceTerms>, isChosen: boolean, label: ReactNode) => (
    <Choice
      key={termsKey({ ...terms, ...change })}
      href={hrefs[termsKey({ ...terms, ...change })] ?? '/plans'}
      isChosen={isChosen}
    >
      {label}
    </Choice>
  )

  return (
    <div className="flex flex-wrap gap-3">
      {intervals.length > 1 && (
        <Choices label="Billing interval">
          {intervals.map((interval) =>
            choice(
              { interval },
              interval === terms.interval,
              <>
                {names[interval]}
                {interval === 'year' && saving > 0 && (
                  <Badge tone="go" className="ml-2 align-middle">
                    Save {saving}%
                  </Badge>
                )}
              </>,
            ),
          )}
        </Choices>
      )}
      {currencies.length > 1 && (
        <Choices label="Currency">
          {currencies.map((currency) =>
            choice({ currency }, currency === terms.currency, currency.toUpperCase()),
          )}
        </Choices>
      )}
      {intervals.length * currencies.length > 1 && (
        <p role="status" className="sr-only">
          Prices shown: {names[terms.interval].toLowerCase()}, in {terms.currency.toUpperCase()}
        </p>
      )}
    </div>
  )
}

const names = { month: 'Monthly', year: 'Yearly', once: 'One-time' }

const Choices = ({ label, children }: { label: string; children: ReactNode }) => (
  <nav aria-label={label} className="flex rounded-xl border border-line bg-sunk p-1">
    {children}
  </nav>
)

function Choice({
  href,
  isChosen,
  children,
}: {
  href: string
  isChosen: boolean
  children: ReactNode
}) {
  function choose(event: MouseEvent) {
    // The browser handles a click that opens a new tab or window.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    history.replaceState(null, '', href)
  }
  return (
    <a
      href={href}
      onClick={choose}
      aria-current={isChosen ? 'true' : undefined}
      className={clsx(
        'whitespace-nowrap rounded-lg px-3.5 py-2 font-semibold transition',
        isChosen ? 'bg-card shadow-card' : 'text-muted hover:text-ink',
      )}
    >
      {children}
    </a>
  )
}
