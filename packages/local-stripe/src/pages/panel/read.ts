import type { World } from '../../engine/world/world'
import type { PageContext } from '../page-context'
import type { ClockFace } from './clock'
import type { CustomerDetails } from './customer'
import type { CustomerRow } from './customers'

const PAGE = 25

export function readClock({ engine: { world } }: PageContext): ClockFace {
  return {
    now: world.clock.seconds(),
    mode: world.clock.state().mode,
    nextRenewal: nextRenewal(world),
  }
}

/** When the next subscription renews, in whole seconds. */
function nextRenewal({ agenda }: World): number | null {
  const next = agenda.ofWorld().find(({ task }) => task === 'renew')
  return next ? Math.ceil(next.at / 1000) : null
}

/** Customers, newest first. `before` is the last id of the previous page. */
export async function readCustomers(
  { api, engine: { store } }: PageContext,
  query: string,
  before: string,
): Promise<{ rows: CustomerRow[]; next: string | null }> {
  const wanted = query.trim().toLowerCase()
  const found = store.customers
    .all()
    .reverse()
    .filter(({ id, email, name }) =>
      [id, email, name].some((text) => text?.toLowerCase().includes(wanted)),
    )
  const start = found.findIndex(({ id }) => id === before) + 1
  const shown = found.slice(start, start + PAGE)
  const rows = shown.map(async (customer) => {
    const subscriptions = await api.subscriptions.list({
      customer: customer.id,
      status: 'all',
      limit: 3,
    })
    return { customer, subscriptions: subscriptions.data }
  })
  return {
    rows: await Promise.all(rows),
    next: found.length > start + PAGE ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** Null if there is no such customer, or it was deleted. */
export async function readCustomer(
  { api, engine: { store } }: PageContext,
  id: string,
): Promise<CustomerDetails | null> {
  const customer = store.customers.get(id)
  if (!customer) return null
  const all = { customer: id, limit: 100 }
  const [subscriptions, paymentMethods, invoices, charges] = await Promise.all([
    api.subscriptions.list({ ...all, status: 'all' }),
    api.paymentMethods.list(all),
    api.invoices.list(all),
    api.charges.list(all),
  ])
  return {
    customer,
    // One by one, because a list can't expand products this deep.
    subscriptions: await Promise.all(
      subscriptions.data.map(({ id }) =>
        api.subscriptions.retrieve(id, { expand: ['items.data.price.product'] }),
      ),
    ),
    paymentMethods: paymentMethods.data,
    invoices: invoices.data,
    charges: charges.data.map((charge) => ({
      charge,
      dispute: store.disputes.where('charge', charge.id).at(-1) ?? null,
    })),
    nextPaymentFails: store.customerNotes.get(id)?.nextPaymentFails ?? false,
  }
}
