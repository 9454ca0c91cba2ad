import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import {
  type Buyer,
  decideOrder,
  type Order,
  type OrderRequest,
} from '@/lib/billing/checkout/order'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import { hadTrialBefore } from '@/lib/sync/repeated-trials'
import type { SyncServices } from '@/lib/sync/services'

/** What a user may buy. Adds what only the table knows: whether the user had a trial before. */
export async function orderFor(
  services: Pick<SyncServices, 'rules' | 'trials'> & { settings: Pick<Settings, 'TRIAL_DAYS'> },
  wanted: OrderRequest,
  person: Buyer & Pick<Account, 'email'>,
): Promise<Order> {
  const { rules, settings } = services
  const buyer = { ...person, facts: ownFacts(person.facts, rules) }
  const found = decideOrder(wanted, buyer, rules.catalog, settings.TRIAL_DAYS)
  // Without a trial on offer there is nothing to look up.
  if (found.kind !== 'order' || found.trialDays === null) return found
  return (await hadTrialBefore(services, person)) ? { ...found, trialDays: null } : found
}
