import type { Quote } from '../../world/types'
import { find, type World } from '../../world/world'

/**
 * The number of a quote: the invoice prefix of its customer, the sequence of their quotes and the
 * revision, such as `QT-68BB114-0001-2`.
 * https://docs.stripe.com/quotes/overview (November 2026)
 */
export function nextNumber(world: World, quote: Quote): string {
  const { invoice_prefix } = find(world.store.customers, 'customer', quote.customer ?? '')
  const numbered = world.store.quotes
    .where('customer', quote.customer ?? '')
    .flatMap(({ number }) => number ?? [])
  const revised = quote.from_quote?.is_revision
    ? world.store.quotes.get(quote.from_quote.quote)?.number
    : null
  if (revised) {
    const base = revised.slice(0, revised.lastIndexOf('-') + 1)
    const revisions = numbered.filter((each) => each.startsWith(base)).map(lastOf)
    return `${base}${Math.max(...revisions) + 1}`
  }
  const sequence = new Set(numbered.map((each) => each.slice(0, each.lastIndexOf('-')))).size + 1
  return `QT-${invoice_prefix}-${String(sequence).padStart(4, '0')}-1`
}

const lastOf = (number: string) => Number(number.slice(number.lastIndexOf('-') + 1))
