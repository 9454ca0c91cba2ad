import type { AccessRules } from '@/lib/billing/access/status'
import type { AccountWrites } from '@/lib/db/accounts/account-writes'
import type { Accounts } from '@/lib/db/accounts/accounts'
import type { CustomerOwners } from '@/lib/db/accounts/customer-owners'
import type { Cause } from '@/lib/db/audit/audit'
import type { Delivery } from '@/lib/db/ledger/ledger'
import type { Trials } from '@/lib/db/trials/trials'
import type { Groups } from '@/lib/identity/groups'
import type { People } from '@/lib/identity/people'
import type { Log } from '@/lib/log'
import type { Checkouts } from '@/lib/stripe/checkout/checkouts'
import type { Customers } from '@/lib/stripe/customer/customers'
import type { MeteredItems } from '@/lib/stripe/subscription/metered-items'
import type { SubscriptionEnds } from '@/lib/stripe/subscription/subscription-ends'

export type SyncServices = {
  accounts: Accounts
  accountWrites: AccountWrites
  customerOwners: CustomerOwners
  customers: Customers
  subscriptionEnds: SubscriptionEnds
  meteredItems: MeteredItems
  checkouts: Pick<Checkouts, 'find' | 'expire'>
  trials: Trials
  groups: Groups
  people: Pick<People, 'find'>
  rules: AccessRules
  log: Log
  /** Stripe's time, which decides. */
  now: () => Date
  /**
   * This machine's time, for tokens and leases. It differs from `now` only while a test clock is
   * moved.
   */
  wallClock: () => Date
  newId: () => string
  /** Waits a random moment before a lost race is tried again. Simulated time doesn't need it. */
  pauseBeforeRetry?: (attempt: number) => Promise<void>
}

/** Why an account is synced, and the ledger entry to write if an event's delivery is the reason. */
export type Trigger = { cause: Cause; delivery?: () => Delivery }
