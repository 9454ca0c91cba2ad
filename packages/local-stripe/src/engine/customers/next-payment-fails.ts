import type { World } from '../world/world'
import { customerOf } from './customers'

/** From the control panel: the next payment of this customer is declined, whatever its card. */
export function nextPaymentFails(world: World, customerId: string, fails: boolean): void {
  customerOf(world, customerId)
  world.store.customerNotes.put({
    id: customerId,
    object: 'customer_notes',
    nextPaymentFails: fails,
  })
}
