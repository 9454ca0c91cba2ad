import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { planOffers, scriptJson } from './structured-data'

it('offers each plan that has a price, in each currency and interval', () => {
  const url = 'https://app.test/plans'
  const [free, starter] = saas.plans
  const [month] = starter?.prices ?? []
  if (!free || !starter || !month) throw new Error('There are free and starter')
  const yen = { ...month, otherCurrencies: { jpy: 2_900, huf: 499_000 } }

  expect(planOffers({ ...saas, plans: [free, { ...starter, prices: [yen] }] }, url)).toEqual({
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'Product',
        name: 'Starter',
        description: starter.description,
        category: 'Subscription',
        brand: { '@type': 'Brand', name: 'Tollgate' },
        offers: [offer('2900', 'JPY'), offer('4990.00', 'HUF'), offer('19.00', 'USD')],
      },
    ],
  })
  expect(JSON.stringify(planOffers(catalogs.premium ?? saas, url))).toContain('"price":"199.00"')
})

it('can’t close its script element', () => {
  const nasty = { name: '</script><script>alert(1)</script><!--', more: '&lt;\u2028' }
  const json = scriptJson(nasty)

  expect(json).not.toMatch(/[<>&\u2028]/)
  expect(JSON.parse(json)).toEqual(nasty)
})

function offer(price: string, priceCurrency: string) {
  return {
    '@type': 'Offer',
    url: 'https://app.test/plans',
    availability: 'https://schema.org/InStock',
    price,
    priceCurrency,
    priceSpecification: {
      '@type': 'UnitPriceSpecification',
      price,
      priceCurrency,
      billingDuration: 'P1M',
    },
  }
}
