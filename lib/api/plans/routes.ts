import { z } from 'zod'
import { anyone } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'

/** It changes with a deployment, and may be a minute old. */
const cacheControl = 'public, max-age=60'

const cents = z.int().describe('In the smallest unit of the currency.')
const Currency = z.string().describe('Three lower-case letters, such as `usd`.')
const Interval = z.enum(['month', 'year', 'once'])

const OtherCurrencies = z
  .record(z.string(), z.number())
  .describe('The same price for customers who pay in another currency, by currency.')

const Price = z
  .object({
    interval: Interval,
    currency: Currency,
    amountCents: cents,
    otherCurrencies: OtherCurrencies,
  })
  .meta({ id: 'Price' })

export const PlanLimit = z
  .object({
    included: z
      .int()
      .nullable()
      .describe('How much the plan includes each month; `null` is no limit.'),
    overageCents: z
      .number()
      .optional()
      .describe('The price of each unit beyond. Without it the limit is hard.'),
    otherCurrencies: OtherCurrencies.optional(),
  })
  .meta({ id: 'Limit' })

const Plan = z
  .object({
    key: z.string(),
    name: z.string(),
    description: z.string(),
    rank: z.int().describe('A higher plan includes the lower ones.'),
    custom: z.boolean().describe('Sold by talking to people: it has no checkout.'),
    prices: z.array(Price),
    trialDays: z.int(),
    maxQuantity: z.int().describe('How many one customer may buy at once.'),
    features: z.array(z.string()),
    permissions: z.array(z.string()),
    limits: z.record(z.string(), PlanLimit).describe('By meter.'),
  })
  .meta({ id: 'Plan' })

const Label = z.object({ name: z.string(), description: z.string() }).meta({ id: 'Label' })

const Catalog = z
  .object({
    defaultPlan: z.string().describe('The plan of a user who pays nothing.'),
    intervals: z.array(Interval),
    currencies: z.array(Currency),
    features: z.record(z.string(), Label).describe('By key, as people read them.'),
    meters: z
      .record(
        z.string(),
        z.object({
          ...Label.shape,
          unit: z.string(),
          aggregation: z
            .enum(['sum', 'last', 'max'])
            .describe(
              'Whether usage adds up, the last value counts (as for storage), or the highest.',
            ),
        }),
      )
      .describe('By key.'),
    plans: z.array(Plan),
  })
  .meta({ id: 'Catalog' })

const PricedPlan = z
  .object({
    plan: z.string(),
    sold: z.literal(true),
    paid: z
      .enum(['month', 'year', 'once', 'never'])
      .describe('How it is paid. `once` and `never` ignore the interval asked for.'),
    baseCents: cents,
    overage: z
      .array(z.object({ meter: z.string(), used: z.int(), included: z.int(), amountCents: cents }))
      .describe('A line for each meter that goes beyond what is included.'),
    totalCents: cents,
    fits: z.boolean().describe('`false` if a hard limit is exceeded.'),
    exceeded: z.array(z.string()).describe('The meters whose hard limit is exceeded.'),
    cheapest: z.boolean(),
  })
  .meta({ id: 'PricedPlan' })

const UnsoldPlan = z
  .object({
    plan: z.string(),
    sold: z.literal(false),
    reason: z.enum(['custom', 'not_sold']),
    cheapest: z.boolean(),
  })
  .meta({ id: 'UnsoldPlan', description: 'A plan that isn’t sold on these terms.' })

export const planRoutes = {
  listPlans: defineRoute({
    method: 'GET',
    path: '/api/plans',
    aliases: ['/billing/plans'],
    section: 'Plans',
    caller: anyone,
    summary: 'List what is sold',
    answers: { 200: Catalog },
    cacheControl,
    example: {
      answer: {
        defaultPlan: 'free',
        intervals: ['month', 'year'],
        currencies: ['usd'],
        features: { reports: { name: 'Reports', description: 'A report every week.' } },
        meters: {
          api_calls: {
            name: 'API calls',
            description: 'Calls to the API.',
            unit: 'calls',
            aggregation: 'sum',
          },
        },
        plans: [
          {
            key: 'pro',
            name: 'Pro',
            description: 'For teams.',
            rank: 2,
            custom: false,
            prices: [
              {
                interval: 'month',
                currency: 'usd',
                amountCents: 4900,
                otherCurrencies: { eur: 4500 },
              },
            ],
            trialDays: 0,
            maxQuantity: 1,
            features: ['reports'],
            permissions: [],
            limits: { api_calls: { included: 100_000, overageCents: 0.05, otherCurrencies: {} } },
          },
        ],
      },
    },
  }),

  comparePlans: defineRoute({
    method: 'GET',
    path: '/api/plans/compare',
    aliases: ['/billing/plan-comparison'],
    section: 'Plans',
    caller: anyone,
    summary: 'Compare what plans cost for a given usage',
    description: `Usage is a month’s, in whole units up to 1,000,000,000, whatever the interval; so is what a plan includes. Amounts are for the interval that was asked for. Prices are list prices, before tax and promotion codes.

A line is rounded once, after multiplying, to the nearest smallest unit, halves up, as Stripe rounds the line of an invoice; a year is twelve such months.

\`cheapest\` costs the least of the plans that fit and are paid by the interval; of equally cheap plans it is the highest. It is \`null\` if there is none.`,
    query: z
      .object({
        interval: z
          .string()
          .optional()
          .describe('`month`, `year` or `once`, as the catalog sells. The first one if left out.'),
        currency: z
          .string()
          .optional()
          .describe('One of the catalog’s currencies. The first one if left out.'),
      })
      .catchall(z.string())
      .describe('A parameter for each meter of the catalog, such as `api_calls=120000`.'),
    answers: {
      200: z.object({
        interval: Interval,
        currency: Currency,
        usage: z.record(z.string(), z.int()).describe('What was asked for, by meter.'),
        cheapest: z.string().nullable(),
        plans: z.array(z.union([PricedPlan, UnsoldPlan])),
      }),
    },
    // A catalog that sells nothing has nothing to compare.
    errors: ['not_found'],
    cacheControl,
    example: {
      query: { api_calls: '120000', interval: 'month' },
      answer: {
        interval: 'month',
        currency: 'usd',
        usage: { api_calls: 120_000 },
        cheapest: 'pro',
        plans: [
          { plan: 'enterprise', sold: false, reason: 'custom', cheapest: false },
          {
            plan: 'pro',
            sold: true,
            paid: 'month',
            baseCents: 4900,
            overage: [{ meter: 'api_calls', used: 120_000, included: 100_000, amountCents: 1000 }],
            totalCents: 5900,
            fits: true,
            exceeded: [],
            cheapest: true,
          },
        ],
      },
    },
  }),
}
