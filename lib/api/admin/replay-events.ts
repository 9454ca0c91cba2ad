import { type HandlerServices, handle } from '@/lib/api/handle'
import { AppError } from '@/lib/errors'
import {
  catchUp,
  type Replayer,
  type ReplayPage,
  replay,
  replayFailed,
} from '@/lib/sync/events/replay'
import type { ReplayServices } from '@/lib/sync/events/services'
import type { StaffServices } from './require-staff'
import { adminRoutes, type Replay } from './routes'

/**
 * POST /api/admin/events/replay: processes events again, at most a hundred a request: one by its id,
 * those that failed, or those since a time that Stripe lists and the ledger doesn't show as done.
 */
export const replayEvents = (services: ReplayServices & HandlerServices & StaffServices) =>
  handle(services, adminRoutes.replayEvents, async ({ user, body, requestId }) =>
    carryOut(services, body, { by: user.userId, requestId }),
  )

async function carryOut(
  services: ReplayServices,
  wanted: Replay,
  replayer: Replayer,
): Promise<ReplayPage> {
  if ('id' in wanted) {
    const replayed = await replay(services, wanted.id, replayer)
    if (!replayed) throw new AppError('not_found', 'Neither we nor Stripe have this event.')
    return { replayed: [replayed], next: null }
  }
  const { since, after } = wanted
  const place = after === undefined ? {} : { after }
  if ('failed' in wanted) {
    return replayFailed(services, { ...place, ...(since && { since }) }, replayer)
  }
  if (after !== undefined && !(await services.events.find(after))) {
    throw new AppError('invalid_request', 'after: Stripe has no such event')
  }
  return catchUp(services, { ...place, since: wanted.since, again: wanted.again }, replayer)
}
