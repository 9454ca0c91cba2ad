import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access/status'
import { type Audit, placeOf } from '@/lib/db/audit/audit'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readQuery } from '@/lib/http'
import type { Log } from '@/lib/log'
import { TimeAndId } from './events'
import { requireStaff } from './require-staff'

const Query = z.strictObject({
  after: TimeAndId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** As long as Cognito's names may be. */
const UserId = z.string().min(1).max(128)

/**
 * GET /api/admin/users/:userId/audit: what changed for a person, when and why, the newest first.
 * `next` is to be sent as `after` for more.
 */
export const userAudit = (services: {
  users: Users
  rules: AccessRules
  audit: Pick<Audit, 'of'>
  log: Log
}) =>
  handle(services, async (request, _exchange, { userId }: { userId: string }) => {
    await requireStaff(services, request, 'support')
    const { after, limit } = readQuery(request, Query)
    if (!UserId.safeParse(userId).success) {
      throw new AppError('not_found', 'There’s no user with this ID. Use the sub from Cognito.')
    }
    // One more than asked for says whether there are more.
    const found = await services.audit.of(userId, limit + 1, after)
    const entries = found.slice(0, limit)
    const last = entries.at(-1)
    return privateJson({ entries, next: last && found.length > limit ? placeOf(last) : null })
  })
