import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access/status'
import { Time } from '@/lib/billing/time'
import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { Ledger } from '@/lib/db/ledger/ledger'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readQuery } from '@/lib/http'
import type { Log } from '@/lib/log'
import { requireStaff } from './require-staff'

type LedgerServices = { users: Users; rules: AccessRules; ledger: Ledger; log: Log }

/** As Stripe writes them. Whatever else stands in an address names no event. */
export const EventId = z.string().regex(/^evt_\w{1,250}$/, 'want an id like evt_…')

/** Where a page ended of what happened: a time, and the id of what happened then. */
export const TimeAndId = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z#.{1,255}$/)

const Query = z.strictObject({
  status: z.literal('failed', 'only failed events are listed: ask with status=failed'),
  since: Time.optional(),
  after: TimeAndId.optional(),
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
    const entry = EventId.safeParse(id).success ? await orUnreadable(services.ledger.get(id)) : null
    if (entry instanceof UnreadableRow) {
      return privateJson({ eventId: id, unreadable: entry.why })
    }
    if (entry) return privateJson(entry)
    throw new AppError(
      'not_found',
      'No delivery of this event was recorded in the last 90 days. If Stripe has it, replay it.',
    )
  })
