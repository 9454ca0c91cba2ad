import type Stripe from 'stripe'
import { meteredPrices } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Difference, idIn, mark, type Workplace } from './change'
import type { WantedPrice } from './prices'

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features

export type WantedPortal = {
  features: Features
  /** What people may change between: lookup keys, by plan. Empty where changing isn't offered. */
  plans: { plan: string; lookupKeys: string[] }[]
  notes: string[]
}

export type FoundPortal = {
  id: string
  features: Stripe.BillingPortal.Configuration.Features
}

/** Stripe's own bound. */
const mostProducts = 10

/**
 * Lets people change plan, cancel and mend their card in the portal. An upgrade is charged at once: one that
 * is paid for next month opens things unpaid for. Anything less waits for the period's end. Pausing is not
 * offered: the portal's pause stops collecting and leaves the subscription active.
 */
export function wantedPortal(catalog: Catalog): WantedPortal {
  const sold = catalog.plans
    .filter((plan) => !plan.custom)
    .sort((a, b) => a.rank - b.rank)
    .map((plan) => ({
      plan: plan.key,
      lookupKeys: plan.prices
        .filter(({ interval }) => interval !== 'once')
        .map(({ lookupKey }) => lookupKey),
    }))
    .filter(({ lookupKeys }) => lookupKeys.length > 0)
  // The portal lets nobody change a subscription with two products or a metered price in it.
  const isMetered = catalog.plans.some((plan) => meteredPrices(plan).length > 0)
  const isChoice = sold.flatMap(({ lookupKeys }) => lookupKeys).length > 1
  const plans = isMetered || !isChoice ? [] : sold.slice(0, mostProducts)
  const tooMany = plans.length > 0 && sold.length > mostProducts
  return {
    features: {
      customer_update: { enabled: true, allowed_updates: ['email', 'name', 'address'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: sold.length > 0,
        mode: 'at_period_end',
        cancellation_reason: {
          enabled: true,
          options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'],
        },
      },
      subscription_update:
        plans.length > 0
          ? {
              enabled: true,
              default_allowed_updates: ['price'],
              proration_behavior: 'always_invoice',
              schedule_at_period_end: {
                conditions: [{ type: 'decreasing_item_amount' }, { type: 'shortening_interval' }],
              },
            }
          : { enabled: false },
    },
    plans,
    notes: tooMany
      ? [
          `The portal takes ${mostProducts} products: people can't change there to ${sold
            .slice(mostProducts)
            .map(({ plan }) => plan)
            .join(', ')}. In the app they can.`,
        ]
      : [],
  }
}

/** The one that we made. The account's default belongs to whoever set it in the dashboard. */
export async function readPortal(stripe: Stripe, catalog: string): Promise<FoundPortal | null> {
  const ours = await portalConfigurationOf(stripe, catalog, [
    'data.features.subscription_update.products',
  ])
  return ours && { id: ours.id, features: ours.features }
}

/** The app sends people to the portal with this one. */
export async function portalConfigurationOf(stripe: Stripe, catalog: string, expand?: string[]) {
  const pages = stripe.billingPortal.configurations.list({
    active: true,
    limit: 100,
    ...(expand && { expand }),
  })
  for await (const configuration of pages) {
    if (configuration.metadata?.[mark] === catalog) return configuration
  }
  return null
}

/**
 * `priceIds`: what is in Stripe now, by lookup key. A price that is made or replaced in the same run gets an
 * id that nobody knows yet; then the portal is told of it as well.
 */
export function portalDifference(
  catalog: string,
  wanted: WantedPortal,
  found: FoundPortal | null,
  prices: { ids: ReadonlyMap<string, string>; renewed: readonly WantedPrice['lookupKey'][] },
): Difference {
  const done = (changes: Difference['changes']) => ({ changes, problems: [], notes: wanted.notes })
  const name = `${catalog}'s configuration`
  const change = { what: 'portal', name } as const
  if (!found) {
    return done([
      {
        ...change,
        sign: '+',
        words: describeError(wanted),
        async apply(at) {
          await at.stripe.billingPortal.configurations.create({
            features: await featuresFor(at, wanted),
            metadata: { [mark]: catalog },
            name: `Tollgate: ${catalog}`,
          })
        },
      },
    ])
  }
  const features = new Map<string, unknown>(Object.entries(found.features))
  const different = [
    ...Object.entries(wanted.features)
      .filter(([key, value]) => !covers(features.get(key), value))
      .map(([key]) => key.replaceAll('_', ' ')),
    ...(sameProducts(wanted, found, prices) ? [] : ['the plans to change between']),
  ]
  if (different.length === 0) return done([])
  return done([
    {
      ...change,
      sign: '~',
      words: `${different.join(', ')}: ${describeError(wanted)}`,
      async apply(at) {
        const features = await featuresFor(at, wanted)
        await at.stripe.billingPortal.configurations.update(found.id, { features })
      },
    },
  ])
}

const describeError = ({ plans }: WantedPortal) =>
  plans.length > 0
    ? `cancel, update the card, change between ${plans.map(({ plan }) => plan).join(', ')}`
    : 'cancel, update the card; no plan changes'

/** Stripe names products here by id, and a price only under the product that it belongs to. */
async function featuresFor({ stripe, ids }: Workplace, wanted: WantedPortal): Promise<Features> {
  if (wanted.plans.length === 0) return wanted.features
  const byProduct = new Map<string, string[]>()
  for (const lookupKey of wanted.plans.flatMap(({ lookupKeys }) => lookupKeys)) {
    const { id, product } = await stripe.prices.retrieve(idIn(ids.prices, lookupKey))
    const productId = typeof product === 'string' ? product : product.id
    byProduct.set(productId, [...(byProduct.get(productId) ?? []), id])
  }
  const products = [...byProduct].map(([product, prices]) => ({ product, prices }))
  return {
    ...wanted.features,
    subscription_update: { enabled: true, ...wanted.features.subscription_update, products },
  }
}

function sameProducts(
  { plans }: WantedPortal,
  { features }: FoundPortal,
  { ids, renewed }: Parameters<typeof portalDifference>[3],
): boolean {
  const lookupKeys = plans.flatMap((plan) => plan.lookupKeys)
  if (lookupKeys.length === 0) return true
  if (lookupKeys.some((key) => renewed.includes(key))) return false
  const offered = (features.subscription_update.products ?? []).flatMap(({ prices }) => prices)
  return covers(
    offered,
    lookupKeys.map((key) => ids.get(key) ?? ''),
  )
}

/** Whether `found` says all that `wanted` says; it may say more. The order of a list says nothing. */
function covers(found: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(found) && sortedJson(found) === sortedJson(wanted)
  }
  if (typeof wanted !== 'object' || wanted === null) return found === wanted
  if (typeof found !== 'object' || found === null) return false
  const has = new Map<string, unknown>(Object.entries(found))
  return Object.entries(wanted).every(([key, value]) => covers(has.get(key), value))
}

const sortedJson = (list: unknown[]) =>
  JSON.stringify(list.map((each) => JSON.stringify(each)).sort())
