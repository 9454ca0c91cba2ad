import fc from 'fast-check'
import { stripeInProcess } from 'local-stripe/testing'
import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { compareCosts, type PricedPlan, type PriceTerms, planCost } from './cost'

const meters = ['calls', 'storage', 'mails']

const cents = fc.integer({ min: 0, max: 100_000 })
/** An overage price as in a catalog, with at most six decimals of a cent. */
const rate = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => Number((digits / 10 ** places).toFixed(places)))
const limit = fc.record(
  {
    included: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 10_000 })),
    overageCents: rate,
    otherCurrencies: fc.record({ eur: rate }),
  },
  { requiredKeys: ['included'] },
)
const price = fc.record(
  {
    interval: fc.constantFrom('month' as const, 'year' as const, 'once' as const),
    currency: fc.constant('usd'),
    amountCents: cents,
    otherCurrencies: fc.record({ eur: cents }),
  },
  { requiredKeys: ['interval', 'currency', 'amountCents'] },
)
const plans: fc.Arbitrary<PricedPlan[]> = fc
  .array(
    fc.record({
      prices: fc.array(price, { maxLength: 3 }),
      limits: fc.dictionary(fc.constantFrom(...meters), limit),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => list.map((plan, at) => ({ ...plan, key: `plan-${at}`, rank: at })))
const usage = fc.dictionary(fc.constantFrom(...meters), fc.integer({ min: 0, max: 20_000 }))
const terms: fc.Arbitrary<PriceTerms> = fc.record({
  interval: fc.constantFrom('month', 'year', 'once'),
  currency: fc.constantFrom('usd', 'eur'),
})
const runs = { numRuns: 2_000 }

it('more usage never costs less, and never fits a plan that less usage exceeds', () => {
  fc.assert(
    fc.property(plans, usage, terms, fc.constantFrom(...meters), fc.nat(5_000), (...given) => {
      const [plans, less, terms, meter, more] = given
      const after = { ...less, [meter]: (less[meter] ?? 0) + more }
      for (const plan of plans) {
        const [a, b] = [planCost(plan, less, terms), planCost(plan, after, terms)]
        if (a.kind !== 'priced' || b.kind !== 'priced') {
          expect(b.kind).toBe(a.kind)
          continue
        }
        expect(b.totalCents).toBeGreaterThanOrEqual(a.totalCents)
        expect(b.exceeded).toEqual(expect.arrayContaining(a.exceeded))
      }
    }),
    runs,
  )
})

it('the cheapest plan fits, and no plan that fits and is paid alike costs less', () => {
  fc.assert(
    fc.property(plans, usage, terms, (plans, usage, terms) => {
      const { costs, cheapest } = compareCosts(plans, usage, terms)
      const fitting = costs.flatMap((cost) =>
        cost.kind === 'priced' &&
        cost.exceeded.length === 0 &&
        (cost.paid !== 'once' || terms.interval === 'once')
          ? [cost]
          : [],
      )
      const chosen = fitting.find(({ plan }) => plan === cheapest)

      expect(chosen === undefined).toBe(fitting.length === 0)
      for (const { totalCents } of fitting) {
        expect(totalCents).toBeGreaterThanOrEqual(chosen?.totalCents ?? 0)
      }
    }),
    runs,
  )
})

it('every amount is an integer, and the total is their sum', () => {
  fc.assert(
    fc.property(plans, usage, terms, (plans, usage, terms) => {
      for (const cost of compareCosts(plans, usage, terms).costs) {
        if (cost.kind !== 'priced') continue
        const amounts = [cost.baseCents, ...cost.overage.map(({ amountCents }) => amountCents)]
        expect(amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true)
        expect(cost.totalCents).toBe(amounts.reduce((sum, amount) => sum + amount, 0))
      }
    }),
    runs,
  )
})

it('equals what Stripe invoices for a graduated price with a free first step', async () => {
  const { stripe } = stripeInProcess()
  const customer = await stripe.customers.create({})
  const product = await stripe.products.create({ name: 'Usage' })
  await fc.assert(
    fc.asyncProperty(
      cents,
      fc.integer({ min: 1, max: 10_000 }),
      rate,
      fc.integer({ min: 0, max: 1_000_000 }),
      async (amountCents, included, overageCents, used) => {
        const cost = planCost(
          {
            key: 'metered',
            rank: 1,
            prices: [{ interval: 'month', currency: 'usd', amountCents }],
            limits: { usage: { included, overageCents } },
          },
          { usage: used },
          { interval: 'month', currency: 'usd' },
        )
        const price = await stripe.prices.create({
          product: product.id,
          currency: 'usd',
          recurring: { interval: 'month' },
          billing_scheme: 'tiered',
          tiers_mode: 'graduated',
          tiers: [
            { up_to: included, unit_amount: 0 },
            { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from(String(overageCents)) },
          ],
        })
        const invoice = await stripe.invoices.createPreview({
          customer: customer.id,
          subscription_details: {
            items: [
              {
                price_data: {
                  product: product.id,
                  currency: 'usd',
                  unit_amount: amountCents,
                  recurring: { interval: 'month' },
                },
              },
              { price: price.id, quantity: used },
            ],
          },
        })

        expect(cost).toMatchObject({ totalCents: invoice.total })
      },
    ),
    { numRuns: 1_000 },
  )
})
