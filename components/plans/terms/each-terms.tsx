import type { ReactNode } from 'react'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { ByTerms } from './by-terms'
import { allTerms, type TermsOptions, termsKey } from './terms'

/** Renders a view for each combination of terms. The browser shows the view of the chosen terms. */
export function EachTerms({
  options,
  children,
}: {
  options: TermsOptions
  children: (terms: PriceTerms) => ReactNode
}) {
  const every = allTerms(options)
  const [only] = every
  if (every.length === 1 && only) return children(only)
  return (
    <ByTerms views={Object.fromEntries(every.map((terms) => [termsKey(terms), children(terms)]))} />
  )
}
