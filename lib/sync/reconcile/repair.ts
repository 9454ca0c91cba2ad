import { type Drift, ownCustomer } from '@/lib/billing/reconcile/drift'
import { ensureAccount } from '@/lib/sync/account'
import { repairGroups } from '@/lib/sync/repair-groups'
import type { Trigger } from '@/lib/sync/services'
import { sync } from '@/lib/sync/sync'
import type { Look } from './look'
import type { ReconcileServices } from './services'

/**
 * Mends what a look found, with nothing of our own: the row comes back and the customer is tied to
 * it the way a webhook does both, access is decided by `sync`, groups are applied under an intent.
 * The audit entry is written first, so that no repair is without one.
 */
export async function repair(
  services: ReconcileServices,
  userId: string,
  { person, customers, drifts }: Look,
  runId: string,
): Promise<void> {
  const { accounts, audit, newId, wallClock } = services
  const mended = drifts.filter(({ remedy }) => remedy === 'repair')
  const has = (...kinds: Drift['kind'][]) => mended.some(({ kind }) => kinds.includes(kind))
  const occasion: Trigger = {
    cause: { kind: 'reconcile', runId, drift: mended.map(({ kind }) => kind) },
  }
  await audit.append({
    what: 'repair',
    id: newId(),
    userId,
    at: wallClock(),
    found: mended.map(({ words }) => words),
    cause: occasion.cause,
    reason: 'A comparison of Stripe, our records and the sign-in groups found a difference.',
  })

  const customer = ownCustomer(userId, customers)
  if (has('row_missing') && person) await ensureAccount(services, person, customer?.id ?? null)
  if (has('row_missing', 'customer_unlinked')) {
    if (customer) await accounts.linkCustomer(userId, customer.id)
  }
  if (has('row_missing', 'customer_unlinked', 'row_stale')) await sync(services, userId, occasion)
  if (has('group_missing', 'group_extra', 'group_stale', 'dead_intent')) {
    const account = await accounts.get(userId)
    // If the row moves on under it, whoever moved it applies groups too, and the next look tells.
    if (account) await repairGroups(services, account, occasion)
  }
}
