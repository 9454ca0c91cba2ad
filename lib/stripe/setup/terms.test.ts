import { expect, it } from 'vitest'
import { meteredTermsOf, priceTermsText, type StripePriceTerms, sameTerms, termsOf } from './terms'

const month: StripePriceTerms = {
  currency: 'usd',
  interval: 'month',
  meter: null,
  unitAmount: '4900',
  tiers: null,
  otherCurrencies: {},
  taxIncluded: false,
}
const metered = {
  lookupKey: 'k',
  plan: 'usage',
  meter: 'calls',
  interval: 'month',
  currency: 'usd',
  included: 1_000,
  overageCents: 0.1,
  otherCurrencies: {},
} as const

it.each<[StripePriceTerms, string]>([
  [month, '$49.00 monthly'],
  [{ ...month, interval: null, currency: 'jpy' }, '¥4,900 one-time'],
  [{ ...month, interval: '3 month' }, '$49.00 every 3 months'],
  [
    { ...month, otherCurrencies: { gbp: '3900', eur: '4500' } },
    '$49.00 monthly (also €45.00, £39.00)',
  ],
  [{ ...month, unitAmount: null }, 'any amount monthly'],
  [{ ...month, taxIncluded: true }, '$49.00 monthly, including tax'],
  [
    meteredTermsOf(metered, 'shop_calls', false),
    'monthly by shop_calls: 1,000 free, then $0.001 each',
  ],
  [
    meteredTermsOf({ ...metered, otherCurrencies: { eur: 0.09 } }, 'shop_calls', false),
    'monthly by shop_calls: 1,000 free, then $0.001 each (also €0.0009)',
  ],
  [
    meteredTermsOf({ ...metered, included: 0 }, 'shop_calls', false),
    'monthly by shop_calls: then $0.001 each',
  ],
])('%j reads as %s', (terms, words) => {
  expect(priceTermsText(terms)).toBe(words)
})

it.each<Partial<StripePriceTerms>>([
  { currency: 'eur' },
  { interval: 'year' },
  { meter: 'calls' },
  { unitAmount: '4901' },
  { unitAmount: '4900.5' },
  { tiers: [{ upTo: null, unitAmount: '4900' }] },
  { otherCurrencies: { eur: '4500' } },
])('differ with %j', (change) => {
  expect(sameTerms(month, { ...month, ...change })).toBe(false)
})

it('that include tax need a price that does, and others take either', () => {
  const inclusive = { ...month, taxIncluded: true }

  expect(sameTerms(inclusive, month)).toBe(false)
  expect(sameTerms(inclusive, inclusive)).toBe(true)
  expect(sameTerms(month, inclusive)).toBe(true)
})

it('don’t depend on the order of currencies', () => {
  const one = { ...month, otherCurrencies: { eur: '1', gbp: '2' } }
  const other = { ...month, otherCurrencies: { gbp: '2', eur: '1' } }
  expect(sameTerms(one, other)).toBe(true)
})

it('keep the smallest fraction exact, without an exponent', () => {
  const { tiers } = meteredTermsOf({ ...metered, overageCents: 0.0000001 }, 'shop_calls', false)
  expect(tiers?.at(-1)?.unitAmount).toBe('0.0000001')
})

it('are in the currency’s smallest unit, as in the catalog', () => {
  expect(
    termsOf(
      {
        lookupKey: 'k',
        interval: 'year',
        currency: 'usd',
        amountCents: 49_000,
        otherCurrencies: { jpy: 70_000 },
      },
      false,
    ),
  ).toEqual({
    ...month,
    interval: 'year',
    unitAmount: '49000',
    otherCurrencies: { jpy: '70000' },
  })
})
