import { decimalsOf } from 'stripe-currencies'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'

/** JSON-LD for search engines: a schema.org Product for each plan that has a price. */
export const planOffers = (catalog: Catalog, url: string) => ({
  '@context': 'https://schema.org',
  '@graph': catalog.plans
    .filter((plan) => plan.prices.length > 0 && !plan.custom)
    .map((plan) => ({
      '@type': 'Product',
      name: plan.name,
      description: plan.description,
      category: 'Subscription',
      brand: { '@type': 'Brand', name: catalog.brand.name },
      offers: offersOf(plan, url),
    })),
})

const durations = { month: 'P1M', year: 'P1Y', once: undefined }

const offersOf = (plan: Plan, url: string) =>
  plan.prices.flatMap((price) =>
    Object.entries({ ...price.otherCurrencies, [price.currency]: price.amountCents }).map(
      ([currency, amountCents]) => {
        const digits = decimalsOf(currency)
        const tag = {
          price: (amountCents / 10 ** digits).toFixed(digits),
          priceCurrency: currency.toUpperCase(),
        }
        const billingDuration = durations[price.interval]
        return {
          '@type': 'Offer',
          url,
          availability: 'https://schema.org/InStock',
          ...tag,
          ...(billingDuration && {
            priceSpecification: { '@type': 'UnitPriceSpecification', ...tag, billingDuration },
          }),
        }
      },
    ),
  )

/** JSON that is safe inside a script element: it can't close the element or open a comment. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
