import { meterEventName, meteredPrices } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Difference, idIn, mark, type Workplace } from './change'
import type { FoundProduct } from './products'
import { meteredTermsOf, sameTerms, type Terms, termParams, termsOf, termWords } from './terms'

export type WantedPrice = { lookupKey: string; plan: string; nickname: string; terms: Terms }

export type FoundPrice = {
  id: string
  product: string
  lookupKey: string | null
  active: boolean
  nickname: string | null
  /** Its metadata: in which catalog we made it, or took it over. */
  catalog: string | null
  terms: Terms
}

export const wantedPrices = (catalog: Catalog): WantedPrice[] =>
  catalog.plans.flatMap((plan) => [
    // The nickname maps a price to its plan where all else is lost: the plan's name, whatever it bills.
    ...plan.prices.map((price) => ({
      lookupKey: price.lookupKey,
      plan: plan.key,
      nickname: plan.name,
      terms: termsOf(price),
    })),
    ...meteredPrices(plan).map((price) => ({
      lookupKey: price.lookupKey,
      plan: plan.key,
      nickname: plan.name,
      terms: meteredTermsOf(price, meterEventName(catalog, price.meter)),
    })),
  ])

/**
 * Stripe changes no amount of a price. So other terms are a new price, which takes over the lookup key;
 * the old one is archived: nobody can buy it any more, and who pays it goes on paying just that.
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
    if (holder && sameTerms(holder.terms, price.terms)) return updates(catalog, price, holder)
    renewed.push(price.lookupKey)
    return holder
      ? [replacement(catalog, price, holder, isDefault(holder))]
      : [creation(catalog, price)]
  })
  const given = found
    .filter(({ active, catalog: maker }) => active && maker === catalog)
    .filter(({ lookupKey }) => !wanted.some((price) => price.lookupKey === lookupKey))
  return {
    changes: [...changes, ...given.filter((price) => !isDefault(price)).map(archival)],
    problems: [],
    /** Lookup keys whose price will have another id. */
    renewed,
    notes: given
      .filter(isDefault)
      .map(
        ({ id, product, terms }) =>
          `Price ${id} (${termWords(terms)}) is no longer in the catalog, and Stripe can’t archive a default price: give product ${product} another default price, then run this again.`,
      ),
  }
}

async function make(
  { stripe, ids }: Workplace,
  catalog: string,
  { lookupKey, plan, nickname, terms }: WantedPrice,
  product?: string,
) {
  const { id } = await stripe.prices.create({
    product: product ?? idIn(ids.products, plan),
    nickname,
    lookup_key: lookupKey,
    metadata: { [mark]: catalog },
    ...termParams(terms, (eventName) => idIn(ids.meters, eventName)),
    // In the same moment in which the new price is there: no buyer finds none.
    ...(product && { transfer_lookup_key: true }),
  })
  ids.prices.set(lookupKey, id)
  return id
}

const creation = (catalog: string, price: WantedPrice): Difference['changes'][number] => ({
  sign: '+',
  what: 'price',
  name: price.lookupKey,
  words: termWords(price.terms),
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
  words: `${termWords(old.terms)} → ${termWords(price.terms)}; the old price is archived, its subscribers keep it`,
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
    ...(known.catalog !== catalog && { metadata: { [mark]: catalog } }),
  }
  if (Object.keys(set).length === 0) return []
  const words = [
    set.metadata && `taken over (${known.id})`,
    set.nickname && `nickname ${known.nickname ?? 'none'} → ${price.nickname}`,
    set.active && 'unarchived',
  ]
  return [
    {
      sign: '~',
      what: 'price',
      name: price.lookupKey,
      words: words.filter(Boolean).join('; '),
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
  words: `${termWords(terms)}; archived, since the catalog no longer sells it`,
  apply: async ({ stripe }) => {
    await stripe.prices.update(id, { active: false })
  },
})
