import type { World } from '../world/world'
import { customerOf } from './customers'

/** For the control panel: makes the customer's next payment fail, whatever the card. */
export function nextPaymentFails(world: World, customerId: string, fails: boolean): void {
  customerOf(world, customerId)
  world.store.customerNotes.put({
    id: customerId,
    object: 'customer_notes',
    nextPaymentFails: fails,
  })
}
