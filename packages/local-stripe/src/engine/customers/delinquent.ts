import { change, type World } from '../world/world'

/**
 * Sets `delinquent` by the latest change of the customer's invoices: true after an automatic payment
 * failed or a due date passed, false after an invoice was paid or marked uncollectible by the API.
 */
export function setDelinquent(world: World, id: string | null, delinquent: boolean): void {
  const customer = id ? world.store.customers.get(id) : undefined
  if (customer && customer.delinquent !== delinquent) {
    change(world, world.store.customers, customer, { delinquent }, 'customer.updated')
  }
}
