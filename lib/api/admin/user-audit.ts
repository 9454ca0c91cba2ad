import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access'
import type { Audit } from '@/lib/db/audit'
import { handle, privateJson, readQuery } from '@/lib/http'
import type { Log } from '@/lib/log'
import { requireStaff } from './require-staff'

const Query = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) })

/** GET /api/admin/users/:userId/audit: what changed for a person, when and why, the newest first. */
export const userAudit = (services: {
  users: Users
  rules: AccessRules
  audit: Pick<Audit, 'of'>
  log: Log
}) =>
  handle(services, async (request, _exchange, { userId }: { userId: string }) => {
    await requireStaff(services, request, 'support')
    const { limit } = readQuery(request, Query)
    return privateJson({ entries: await services.audit.of(userId, limit) })
  })
