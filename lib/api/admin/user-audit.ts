import { type HandlerServices, handle } from '@/lib/api/handle'
import { type Audit, placeOf } from '@/lib/db/audit/audit'
import type { StaffServices } from './require-staff'
import { adminRoutes } from './routes'

/** GET /api/admin/users/:userId/audit: what changed for a user, when and why, the newest first. */
export const userAudit = (
  services: HandlerServices & StaffServices & { audit: Pick<Audit, 'of'> },
) =>
  handle(
    services,
    adminRoutes.userAudit,
    async ({ params: { userId }, query: { after, limit } }) => {
      // One more than asked for says whether there are more.
      const found = await services.audit.of(userId, limit + 1, after)
      const entries = found.slice(0, limit)
      const last = entries.at(-1)
      return { entries, next: last && found.length > limit ? placeOf(last) : null }
    },
  )
