import type { Person } from '@/lib/identity/people'
import { ensureAccount } from '@/lib/sync/account'
import { ensureCustomer } from '@/lib/sync/customer'
import type { World } from '@/testing/world'

/** The price of a plan, by its lookup key. */
async function priceOf(world: World, lookupKey: string): Promise<string> {
  const { data } = await world.stripe.prices.list({ lookup_keys: [lookupKey] })
  const [price] = data
  if (!price) throw new Error(`There is no price ${lookupKey}`)
  return price.id
}

/** A subscription that staff made for a user: paid by invoice within `days`. */
export async function subscribeByInvoice(
  world: World,
  as: Person,
  { days, lookupKey }: { days: number; lookupKey: string },
) {
  const { customerId } = await ensureCustomer(
    world.services,
    await ensureAccount(world.services, as),
  )
  return world.stripe.subscriptions.create({
    customer: customerId,
    items: [{ price: await priceOf(world, lookupKey) }],
    collection_method: 'send_invoice',
    days_until_due: days,
  })
}

/** Pays a subscription's oldest open invoice, as by bank transfer. */
export async function payOldestInvoice(world: World, subscription: string): Promise<void> {
  const { data } = await world.stripe.invoices.list({ subscription, status: 'open' })
  await world.stripe.invoices.pay(data.at(-1)?.id ?? '', { paid_out_of_band: true })
}
