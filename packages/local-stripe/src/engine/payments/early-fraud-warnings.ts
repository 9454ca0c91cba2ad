import { invalid } from '../world/errors'
import type { Charge, EarlyFraudWarning } from '../world/types'
import { change, create, find, type World } from '../world/world'

/**
 * Creates an early fraud warning: the bank reports that a payment may be fraud, before any dispute.
 */
export function createEarlyFraudWarning(world: World, chargeId: string): EarlyFraudWarning {
  const charge = find(world.store.charges, 'charge', chargeId)
  if (charge.status !== 'succeeded') {
    throw invalid(`Charge ${charge.id} has not succeeded, so it cannot get an early fraud warning.`)
  }
  const warning: EarlyFraudWarning = {
    id: world.ids.next('issfr', 24),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: world.clock.seconds(),
    fraud_type: 'made_with_stolen_card',
    livemode: false,
    ...(charge.payment_intent && { payment_intent: charge.payment_intent }),
  }
  return create(world, world.store.earlyFraudWarnings, warning, 'radar.early_fraud_warning.created')
}

/** A warning is no longer actionable after a full refund or a dispute. */
export function closeWarnings(world: World, charge: Charge): void {
  if (!charge.refunded && !charge.disputed) return
  for (const warning of world.store.earlyFraudWarnings.where('charge', charge.id)) {
    if (!warning.actionable) continue
    change(
      world,
      world.store.earlyFraudWarnings,
      warning,
      { actionable: false },
      'radar.early_fraud_warning.updated',
    )
  }
}
