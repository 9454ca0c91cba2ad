'use client'

import { useSearchParams } from 'next/navigation'
import { createContext, type ReactNode, use } from 'react'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { type TermsOptions, termsIn, termsKey } from './terms'

const TermsContext = createContext<PriceTerms>({ interval: 'month', currency: 'usd' })

/** The chosen interval and currency. */
export const useTerms = (): PriceTerms => use(TermsContext)

/** Provides the terms in the URL, so that the back button and shared links work. */
export function TermsProvider({
  options,
  children,
}: {
  options: TermsOptions
  children: ReactNode
}) {
  const params = useSearchParams()
  const terms = termsIn(options, (name) => params.get(name))
  return <TermsContext value={terms}>{children}</TermsContext>
}

/** Shows the view of the chosen terms. The server rendered one for each, so switching is instant. */
export const ByTerms = ({ views }: { views: Record<string, ReactNode> }) =>
  views[termsKey(useTerms())]
