import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access'
import { Time } from '@/lib/billing/time'
import type { Ledger } from '@/lib/db/ledger'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readQuery } from '@/lib/http'
import type { Log } from '@/lib/log'
import { requireStaff } from './require-staff'

type LedgerServices = { users: Users; rules: AccessRules; ledger: Ledger; log: Log }

/** Where a page of failures ended: a time and an event's id. */
export const FailedCursor = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z#.{1,255}$/)

const Query = z.strictObject({
  status: z.literal('failed', 'only failed events are listed: ask with status=failed'),
  since: Time.optional(),
  after: FailedCursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** GET /api/admin/events?status=failed: what failed and wasn't mended since, the newest first. */
export const listEvents = (services: LedgerServices) =>
  handle(services, async (request) => {
    await requireStaff(services, request, 'support')
    const { since, after, limit } = readQuery(request, Query)
    return privateJson(
      await services.ledger.failed({
        limit,
        ...(since && { since }),
        ...(after !== undefined && { after }),
      }),
    )
  })

/** GET /api/admin/events/:id: what came of one event. */
export const showEvent = (services: LedgerServices) =>
  handle(services, async (request, _exchange, { id }: { id: string }) => {
    await requireStaff(services, request, 'support')
    const entry = await services.ledger.get(id)
    if (entry) return privateJson(entry)
    throw new AppError(
      'not_found',
      'No delivery of this event was noted in the last 90 days. If Stripe has it, replay it.',
    )
  })
