import { type Page, pageOf } from '@/lib/page'
import type { MemoryCustomer, MemoryPayments } from '@/lib/stripe/memory-payments'
import type { Listings } from './listings'

/** What `payments` holds, page by page. */
export function memoryListings(payments: Pick<MemoryPayments, 'all'>): Listings {
  const list =
    <Item>(itemsOf: (customerId: string, customer: MemoryCustomer) => [id: string, Item][]) =>
    async (after: string | null): Promise<Page<Item>> => {
      const items = new Map(
        [...payments.all()].flatMap(([customerId, customer]) => itemsOf(customerId, customer)),
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
      subscriptions.flatMap(({ id, unpaidSince }) =>
        unpaidSince ? [[id, { subscriptionId: id, unpaidSince }]] : [],
      ),
    ),
    purchases: list((customerId, { purchases }) =>
      purchases.map((fact) => [fact.id, { customerId, fact }]),
    ),
  }
}
