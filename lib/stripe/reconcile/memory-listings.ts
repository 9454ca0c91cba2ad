import { type Page, pageOf } from '@/lib/pagination'
import type { MemoryCustomer, MemoryStripe } from '@/lib/stripe/memory-stripe'
import type { Listings } from './listings'

/** What the memory Stripe holds, page by page. */
export function memoryListings({ customers }: Pick<MemoryStripe, 'customers'>): Listings {
  const list =
    <Item>(itemsOf: (customerId: string, customer: MemoryCustomer) => [id: string, Item][]) =>
    async (after: string | null): Promise<Page<Item>> => {
      const items = new Map(
        [...customers].flatMap(([customerId, customer]) => itemsOf(customerId, customer)),
      )
      const page = pageOf([...items.keys()].sort(), after, 100)
      return {
        ...page,
        items: page.items.flatMap((id) => {
          const item = items.get(id)
          return item ? [structuredClone(item)] : []
        }),
      }
    }

  return {
    customers: list((customerId, { owner }) => [[customerId, { customerId, owner }]]),
    subscriptions: list((customerId, { subscriptions }) =>
      subscriptions.map((fact) => [fact.id, { customerId, fact: { ...fact, unpaidSince: null } }]),
    ),
    openInvoices: list((_, { subscriptions }) =>
      subscriptions.flatMap(({ id, unpaidSince, billing }) =>
        unpaidSince
          ? [[id, { subscriptionId: id, unpaidSince, dueAt: billing?.dueAt ?? null }]]
          : [],
      ),
    ),
    purchases: list((customerId, { purchases }) =>
      purchases.map((fact) => [fact.id, { customerId, fact }]),
    ),
  }
}
