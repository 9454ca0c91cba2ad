import type { Users } from '@/lib/auth/users'
import type { People } from '@/lib/identity/people'
import type { RateLimiter } from '@/lib/rate-limits'
import type { SyncServices } from '@/lib/sync/services'
import type { HandlerServices } from './handle'

/** What a route needs that answers a signed-in user about their own account. */
export type MemberServices = SyncServices &
  HandlerServices & { users: Users; people: People; rateLimiter: RateLimiter }
