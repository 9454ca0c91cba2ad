import { type HandlerServices, handle } from '@/lib/api/handle'
import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { Ledger } from '@/lib/db/ledger/ledger'
import { AppError } from '@/lib/errors'
import type { StaffServices } from './require-staff'
import { adminRoutes, unknownEvent } from './routes'

type LedgerServices = HandlerServices & StaffServices & { ledger: Ledger }

/** GET /api/admin/events?status=failed: the events that failed and have not succeeded since. */
export const listEvents = (services: LedgerServices) =>
  handle(services, adminRoutes.listEvents, async ({ query: { since, after, limit } }) =>
    services.ledger.failed({
      limit,
      ...(since && { since }),
      ...(after !== undefined && { after }),
    }),
  )

/** GET /api/admin/events/:id: what happened to one event. */
export const showEvent = (services: LedgerServices) =>
  handle(services, adminRoutes.showEvent, async ({ params: { id } }) => {
    const entry = await orUnreadable(services.ledger.get(id))
    if (entry instanceof UnreadableRow) return { eventId: id, unreadable: entry.why }
    if (entry) return entry
    throw new AppError('not_found', unknownEvent)
  })
