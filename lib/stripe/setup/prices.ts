import { meterEventName, meteredPrices } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { chargeProblems } from './charge-problems'
import type { FoundProduct } from './products'
import { type Difference, idIn, ownerMark, type SetupContext } from './step'
import {
  meteredTermsOf,
  priceTermsText,
  type StripePriceTerms,
  sameTerms,
  termMetadata,
  termParams,
  termsOf,
} from './terms'

export type WantedPrice = {
  lookupKey: string
  plan: string
  nickname: string
  terms: StripePriceTerms
}

export type FoundPrice = {
  id: string
  product: string
  lookupKey: string | null
  active: boolean
  nickname: string | null
  /** From its metadata: the catalog for which we created it or took it over. */
  catalog: string | null
  terms: StripePriceTerms
}

export const wantedPrices = (catalog: Catalog): WantedPrice[] =>
  catalog.plans.flatMap((plan) => [
    // The nickname maps a price to its plan if everything else is lost, so it is the plan's name.
    ...plan.prices.map((price) => ({
      lookupKey: price.lookupKey,
      plan: plan.key,
      nickname: plan.name,
      terms: termsOf(price, catalog.checkout.taxIncluded),
    })),
    ...meteredPrices(plan).map((price) => ({
      lookupKey: price.lookupKey,
      plan: plan.key,
      nickname: plan.name,
      terms: meteredTermsOf(
        price,
        meterEventName(catalog, price.meter),
        catalog.checkout.taxIncluded,
      ),
    })),
  ])

/**
 * Stripe can't change a price's amount. So new terms need a new price, which takes over the lookup
 * key. The old price is archived: it can't be bought any more, and its subscribers keep paying it.
 */
export function priceDifference(
  catalog: string,
  wanted: readonly WantedPrice[],
  found: readonly FoundPrice[],
  products: readonly FoundProduct[],
): Difference & { renewed: string[] } {
  const isDefault = ({ id }: FoundPrice) => products.some((each) => each.defaultPrice === id)
  const renewed: string[] = []
  const changes = wanted.flatMap((price) => {
    const holder = found.find(({ lookupKey }) => lookupKey === price.lookupKey)
    if (holder && sameTerms(price.terms, holder.terms)) return updates(catalog, price, holder)
    renewed.push(price.lookupKey)
    return holder
      ? [replacement(catalog, price, holder, isDefault(holder))]
      : [creation(catalog, price)]
  })
  const dropped = found
    .filter(({ active, catalog: maker }) => active && maker === catalog)
    .filter(({ lookupKey }) => !wanted.some((price) => price.lookupKey === lookupKey))
  return {
    changes: [...changes, ...dropped.filter((price) => !isDefault(price)).map(archival)],
    problems: wanted.flatMap(chargeProblems),
    /** Lookup keys whose price will have another id. */
    renewed,
    notes: dropped
      .filter(isDefault)
      .map(
        ({ id, product, terms }) =>
          `Price ${id} (${priceTermsText(terms)}) is no longer in the catalog, and Stripe can’t archive a default price: give product ${product} another default price, then run this again.`,
      ),
  }
}

async function make(
  { stripe, ids }: SetupContext,
  catalog: string,
  { lookupKey, plan, nickname, terms }: WantedPrice,
  product?: string,
) {
  const { id } = await stripe.prices.create({
    product: product ?? idIn(ids.products, plan),
    nickname,
    lookup_key: lookupKey,
    metadata: { [ownerMark]: catalog, ...termMetadata(terms) },
    ...termParams(terms, (eventName) => idIn(ids.meters, eventName)),
    // Stripe moves the key as it creates the price, so that a buyer always finds one.
    ...(product && { transfer_lookup_key: true }),
  })
  ids.prices.set(lookupKey, id)
  return id
}

const creation = (catalog: string, price: WantedPrice): Difference['changes'][number] => ({
  sign: '+',
  what: 'price',
  name: price.lookupKey,
  summary: priceTermsText(price.terms),
  apply: async (at) => {
    await make(at, catalog, price)
  },
})

const replacement = (
  catalog: string,
  price: WantedPrice,
  old: FoundPrice,
  isDefault: boolean,
): Difference['changes'][number] => ({
  sign: '~',
  what: 'price',
  name: price.lookupKey,
  summary: `${priceTermsText(old.terms)} → ${priceTermsText(price.terms)}; the old price is archived, its subscribers keep it`,
  async apply(at) {
    const id = await make(at, catalog, price, old.product)
    if (isDefault) await at.stripe.products.update(old.product, { default_price: id })
    await at.stripe.prices.update(old.id, { active: false })
  },
})

function updates(catalog: string, price: WantedPrice, known: FoundPrice): Difference['changes'] {
  const set = {
    ...(known.nickname !== price.nickname && { nickname: price.nickname }),
    ...(!known.active && { active: true }),
    ...(known.catalog !== catalog && { metadata: { [ownerMark]: catalog } }),
  }
  if (Object.keys(set).length === 0) return []
  const parts = [
    set.metadata && `taken over (${known.id})`,
    set.nickname && `nickname ${known.nickname ?? 'none'} → ${price.nickname}`,
    set.active && 'unarchived',
  ]
  return [
    {
      sign: '~',
      what: 'price',
      name: price.lookupKey,
      summary: parts.filter(Boolean).join('; '),
      apply: async ({ stripe }) => {
        await stripe.prices.update(known.id, set)
      },
    },
  ]
}

const archival = ({ id, lookupKey, terms }: FoundPrice): Difference['changes'][number] => ({
  sign: '-',
  what: 'price',
  name: lookupKey ?? id,
  summary: `${priceTermsText(terms)}; archived, since the catalog no longer sells it`,
  apply: async ({ stripe }) => {
    await stripe.prices.update(id, { active: false })
  },
})
