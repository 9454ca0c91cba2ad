import type Stripe from 'stripe'
import { inPortal } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { WantedPrice } from './prices'
import { type Difference, idIn, ownerMark, type SetupContext } from './step'

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features

export type WantedPortal = {
  features: Features
  /**
   * The plans that users may switch between, with their lookup keys. Empty if switching isn't
   * offered.
   */
  plans: { plan: string; lookupKeys: string[] }[]
  notes: string[]
}

export type FoundPortal = {
  id: string
  features: Stripe.BillingPortal.Configuration.Features
}

/** Stripe's limit. */
const maxProducts = 10

/**
 * Lets users switch plans, cancel and update their card in the portal, as far as Stripe's portal
 * does that right: the rest they do on our own pages. An upgrade is charged at
 * once, because one that is billed next month would grant access before it is paid. A downgrade
 * waits for the end of the period. Pausing is not offered: the portal's pause leaves the
 * subscription active.
 */
export function wantedPortal(catalog: Catalog): WantedPortal {
  const sold = catalog.plans
    .filter((plan) => !plan.custom && !plan.trialOnly)
    .sort((a, b) => a.rank - b.rank)
    .map((plan) => ({
      plan: plan.key,
      lookupKeys: plan.prices
        .filter(({ interval }) => interval !== 'once')
        .map(({ lookupKey }) => lookupKey),
    }))
    .filter(({ lookupKeys }) => lookupKeys.length > 0)
  const can = inPortal(catalog)
  const isChoice = sold.flatMap(({ lookupKeys }) => lookupKeys).length > 1
  const plans = !can.subscription_update || !isChoice ? [] : sold.slice(0, maxProducts)
  const tooMany = plans.length > 0 && sold.length > maxProducts
  return {
    features: {
      customer_update: { enabled: true, allowed_updates: ['email', 'name', 'address'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: sold.length > 0 && can.subscription_cancel,
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
          `The portal takes ${maxProducts} products: people can't change there to ${sold
            .slice(maxProducts)
            .map(({ plan }) => plan)
            .join(', ')}. In the app they can.`,
        ]
      : [],
  }
}

/** Our configuration. The account's default is set in the dashboard, and stays as it is. */
export async function readPortal(stripe: Stripe, catalog: string): Promise<FoundPortal | null> {
  const ours = await portalConfigurationOf(stripe, catalog, [
    'data.features.subscription_update.products',
  ])
  return ours && { id: ours.id, features: ours.features }
}

/** The configuration with which the app opens the portal. */
export async function portalConfigurationOf(stripe: Stripe, catalog: string, expand?: string[]) {
  const pages = stripe.billingPortal.configurations.list({
    active: true,
    limit: 100,
    ...(expand && { expand }),
  })
  for await (const configuration of pages) {
    if (configuration.metadata?.[ownerMark] === catalog) return configuration
  }
  return null
}

/**
 * `prices.ids`: the present price ids, by lookup key. A price that is created or replaced in the
 * same run will get another id, and then the portal is updated as well.
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
        summary: portalText(wanted),
        async apply(at) {
          await at.stripe.billingPortal.configurations.create({
            features: await featuresFor(at, wanted),
            metadata: { [ownerMark]: catalog },
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
      summary: `${different.join(', ')}: ${portalText(wanted)}`,
      async apply(at) {
        const features = await featuresFor(at, wanted)
        await at.stripe.billingPortal.configurations.update(found.id, { features })
      },
    },
  ])
}

const portalText = ({ plans, features }: WantedPortal) => {
  const cancel = features.subscription_cancel?.enabled ? 'cancel, ' : ''
  return plans.length > 0
    ? `${cancel}update the card, change between ${plans.map(({ plan }) => plan).join(', ')}`
    : `${cancel}update the card; no plan changes`
}

/** Stripe takes products by id here, with each price under its product. */
async function featuresFor({ stripe, ids }: SetupContext, wanted: WantedPortal): Promise<Features> {
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

/**
 * Whether `found` has everything that `wanted` has. It may have more. The order of lists is
 * ignored.
 */
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
