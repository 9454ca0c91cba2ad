import { type HandlerServices, handle } from '@/lib/api/handle'
import type { Outbox, OutboxEntry, UnreadableMessage } from '@/lib/db/outbox/outbox'
import type { Mails } from '@/lib/mail/mails'
import { stuckAfter } from '@/lib/sync/outbox/send-outbox'
import type { StaffServices } from './require-staff'
import { adminRoutes } from './routes'

const limit = 100

/** GET /api/admin/outbox: the mails that wait to be sent, and whether they are stuck. */
export const listOutbox = (
  services: HandlerServices &
    StaffServices & { outbox: Pick<Outbox, 'waiting'>; mails: Mails | null },
) =>
  handle(services, adminRoutes.listOutbox, async () => {
    const waiting = await services.outbox.waiting(limit)
    return {
      canSend: services.mails !== null,
      waiting: waiting.map(shown),
      more: waiting.length === limit,
    }
  })

/** A message that can't be read counts as stuck: only another version of the app could send it. */
const shown = (entry: OutboxEntry | UnreadableMessage) =>
  'unreadable' in entry
    ? { key: entry.key, dueAt: entry.dueAt, error: entry.unreadable, stuck: true as const }
    : { ...entry, stuck: entry.attempts >= stuckAfter }
