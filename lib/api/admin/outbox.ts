import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access/status'
import type { Outbox, OutboxEntry, UnreadableMessage } from '@/lib/db/outbox/outbox'
import { handle, privateJson } from '@/lib/http'
import type { Log } from '@/lib/log'
import type { Mails } from '@/lib/mail/mails'
import { stuckAfter } from '@/lib/sync/outbox/send-outbox'
import { requireStaff } from './require-staff'

const limit = 100

/** GET /api/admin/outbox: what waits to be sent, the longest due first, and whether it is stuck. */
export const listOutbox = (services: {
  users: Users
  rules: AccessRules
  outbox: Pick<Outbox, 'waiting'>
  mails: Mails | null
  log: Log
}) =>
  handle(services, async (request) => {
    await requireStaff(services, request, 'support')
    const waiting = await services.outbox.waiting(limit)
    return privateJson({
      canSend: services.mails !== null,
      waiting: waiting.map(shown),
      more: waiting.length === limit,
    })
  })

/** One that can't be read is stuck from the start: only another version of us could send it. */
const shown = (entry: OutboxEntry | UnreadableMessage) =>
  'unreadable' in entry
    ? { key: entry.key, dueAt: entry.dueAt, error: entry.unreadable, stuck: true }
    : { ...entry, stuck: entry.attempts >= stuckAfter }
