import type { PriceTerms } from '@/lib/billing/pricing/cost'

/** The intervals and currencies that a catalog sells, each with the default first. */
export type TermsOptions = { intervals: PriceTerms['interval'][]; currencies: string[] }

/** Reads the terms in a query. A term that isn't sold is replaced by the default. */
export function termsIn(
  { intervals, currencies }: TermsOptions,
  read: (name: string) => string | null | undefined,
): PriceTerms {
  const [asked, wanted] = [read('interval'), read('currency')]
  return {
    interval: intervals.find((interval) => interval === asked) ?? intervals[0] ?? 'month',
    currency: currencies.find((currency) => currency === wanted) ?? currencies[0] ?? 'usd',
  }
}

export const allTerms = ({ intervals, currencies }: TermsOptions): PriceTerms[] =>
  intervals.flatMap((interval) => currencies.map((currency) => ({ interval, currency })))

export const termsKey = ({ interval, currency }: PriceTerms): string => `${interval}.${currency}`
