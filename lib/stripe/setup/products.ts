import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Difference, ownerMark } from './step'

export type WantedProduct = {
  plan: string
  name: string
  description: string
  features: string[]
}

export type FoundProduct = {
  id: string
  active: boolean
  name: string
  description: string | null
  /** From its metadata: the plan it sells, and the catalog for which we created it. */
  plan: string | null
  catalog: string | null
  defaultPrice: string | null
  /** The plans whose prices it has, by lookup key. */
  holds: string[]
  /** Lookup keys of Stripe features. */
  features: string[]
}

export const wantedProducts = (catalog: Catalog): WantedProduct[] =>
  catalog.plans
    .filter(({ prices }) => prices.length > 0)
    .map(({ key: plan, name, description, features }) => ({ plan, name, description, features }))

/**
 * The products that sell a plan: the one that we created, and any that has one of the plan's lookup
 * keys. A team that has one product per price keeps them all.
 */
export const productsFor = ({ plan }: { plan: string }, found: readonly FoundProduct[]) =>
  found
    .filter((product) => product.holds.includes(plan) || (product.catalog && product.plan === plan))
    .sort((a, b) => Number(b.catalog !== null) - Number(a.catalog !== null))

export function productDifference(
  catalog: string,
  wanted: readonly WantedProduct[],
  found: readonly FoundProduct[],
): Difference {
  const changes: Difference['changes'] = []
  const problems: string[] = []
  for (const product of wanted) {
    const known = productsFor(product, found)
    if (known.length === 0) changes.push(creation(catalog, product))
    for (const each of known) {
      const problem = foreign(catalog, product, each)
      if (problem) problems.push(problem)
      else changes.push(...updates(catalog, product, each))
    }
  }
  const notes = found
    .filter((product) => product.catalog === catalog)
    .filter((product) => !wanted.some((each) => productsFor(each, found).includes(product)))
    .map(
      ({ id, name, plan }) =>
        `Product ${name} (${id}) sells the plan "${plan}", which is no longer in the catalog. It is left alone. Any user who still pays for it ${
          plan ? `gets "${plan}", or nothing if there is no such plan` : 'gets nothing'
        }.`,
    )
  return { changes, problems, notes }
}

const creation = (catalog: string, { plan, name, description }: WantedProduct) => ({
  sign: '+' as const,
  what: 'product' as const,
  name,
  summary: description,
  async apply({ stripe, ids }: Parameters<Difference['changes'][number]['apply']>[0]) {
    const { id } = await stripe.products.create({
      name,
      ...(description && { description }),
      metadata: { plan, [ownerMark]: catalog },
    })
    ids.products.set(plan, id)
  },
})

/**
 * What is wrong if the product's metadata names another catalog or plan: its lookup key is in use.
 */
function foreign(catalog: string, { plan }: WantedProduct, known: FoundProduct): string | null {
  if (known.catalog !== null && known.catalog !== catalog) {
    return `Prices of "${plan}" have lookup keys that belong to the catalog "${known.catalog}" in this Stripe account (product ${known.id}). Give them lookup keys of their own; or, if that is this catalog's old name, set the product's metadata "${ownerMark}" to "${catalog}".`
  }
  if (known.plan !== null && known.plan !== plan) {
    return `Product ${known.name} (${known.id}) has a price with a lookup key of "${plan}", but its metadata says that it sells "${known.plan}". Fix one of them in Stripe: otherwise its other prices would change plan.`
  }
  return null
}

function updates(catalog: string, wanted: WantedProduct, known: FoundProduct) {
  const { plan, name, description } = wanted
  const isOurs = known.catalog === catalog && known.plan === plan
  const set: Stripe.ProductUpdateParams = {
    ...(known.name !== name && { name }),
    ...((known.description ?? '') !== description && { description }),
    ...(!known.active && { active: true }),
    ...(!isOurs && { metadata: { plan, [ownerMark]: catalog } }),
  }
  if (Object.keys(set).length === 0) return []
  const parts = [
    set.metadata && `taken over (${known.id})`,
    set.name && `name ${known.name} → ${name}`,
    set.description !== undefined && `description → ${description || 'none'}`,
    set.active && 'unarchived',
  ]
  return [
    {
      sign: '~' as const,
      what: 'product' as const,
      name,
      summary: parts.filter(Boolean).join('; '),
      apply: async ({ stripe }: { stripe: Stripe }) => {
        await stripe.products.update(known.id, set)
      },
    },
  ]
}
