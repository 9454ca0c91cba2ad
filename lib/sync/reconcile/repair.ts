import type { Drift } from '@/lib/billing/reconcile/drift'
import { ownCustomer } from '@/lib/billing/reconcile/observation'
import { ensureAccount } from '@/lib/sync/account'
import { endAbsentUsersCheckout } from '@/lib/sync/checkout/end-checkout'
import { repairGroups } from '@/lib/sync/repair-groups'
import type { Trigger } from '@/lib/sync/services'
import { sync } from '@/lib/sync/sync'
import type { Look } from './look'
import type { ReconcileServices } from './services'

/**
 * Repairs what a look found, by the same means as the webhook: it restores the row, links the
 * customer, lets `sync` decide access, and applies groups under an intent. Writes the audit entry
 * first, so that every repair has one.
 */
export async function repair(
  services: ReconcileServices,
  userId: string,
  { person, customers, drifts }: Look,
  runId: string,
): Promise<void> {
  const { accounts, customerOwners, audit, newId, wallClock } = services
  const repairs = drifts.filter(({ remedy }) => remedy === 'repair')
  const has = (...kinds: Drift['kind'][]) => repairs.some(({ kind }) => kinds.includes(kind))
  const trigger: Trigger = {
    cause: { kind: 'reconcile', runId, drift: repairs.map(({ kind }) => kind) },
  }
  await audit.append({
    what: 'repair',
    id: newId(),
    userId,
    at: wallClock(),
    found: repairs.map(({ words }) => words),
    cause: trigger.cause,
    reason: 'A comparison of Stripe, our records and the sign-in groups found a difference.',
  })

  const customer = ownCustomer(userId, customers)
  if (has('row_missing') && person) await ensureAccount(services, person, customer?.id ?? null)
  if (has('row_missing', 'customer_unlinked')) {
    if (customer) await customerOwners.link(userId, customer.id)
  }
  if (has('row_missing', 'customer_unlinked', 'row_stale')) await sync(services, userId, trigger)
  if (has('checkout_open')) await endAbsentUsersCheckout(services, await accounts.get(userId))
  if (has('group_missing', 'group_extra', 'group_stale', 'dead_intent')) {
    const account = await accounts.get(userId)
    // If the row changes meanwhile, the process that changed it applies the groups too. The next
    // look shows whether it did.
    if (account) await repairGroups(services, account, trigger)
  }
}
