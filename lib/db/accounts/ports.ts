import type { AccountWrites } from './account-writes'
import type { Accounts } from './accounts'
import type { CustomerOwners } from './customer-owners'
import type { SweepQueue } from './sweep-queue'

/** The ports to the users' rows. */
export type AccountPorts = {
  accounts: Accounts
  accountWrites: AccountWrites
  customerOwners: CustomerOwners
  sweepQueue: SweepQueue
}
