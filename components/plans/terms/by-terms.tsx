'use client'

import { useSearchParams } from 'next/navigation'
import { createContext, type ReactNode, use } from 'react'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { type TermsOptions, termsIn, termsKey } from './terms'

const Terms = createContext<PriceTerms>({ interval: 'month', currency: 'usd' })

/** The chosen interval and currency. */
export const useTerms = (): PriceTerms => use(Terms)

/** Reads the chosen terms from the URL, so that the back button and shared links work. */
export function TermsProvider({
  options,
  children,
}: {
  options: TermsOptions
  children: ReactNode
}) {
  const params = useSearchParams()
  return <Terms value={termsIn(options, (name) => params.get(name))}>{children}</Terms>
}

/**
 * Shows the view of the chosen terms. The server has rendered one for each, so that a switch needs no
 * request.
 */
export const ByTerms = ({ views }: { views: Record<string, ReactNode> }) =>
  views[termsKey(useTerms())]
