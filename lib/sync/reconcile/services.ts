import type { Audit } from '@/lib/db/audit/audit'
import type { Checkpoints } from '@/lib/db/checkpoints/checkpoints'
import type { People } from '@/lib/identity/people'
import type { Listings } from '@/lib/stripe/reconcile/listings'
import type { SyncServices } from '@/lib/sync/services'

export type ReconcileServices = SyncServices & {
  people: People
  listings: Listings
  audit: Audit
  checkpoints: Checkpoints
}
