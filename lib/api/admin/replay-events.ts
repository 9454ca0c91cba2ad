import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import { Time } from '@/lib/billing/time'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readJson } from '@/lib/http'
import {
  catchUp,
  type Replayer,
  type ReplayPage,
  replay,
  replayFailed,
} from '@/lib/sync/events/replay'
import type { ReplayServices } from '@/lib/sync/events/services'
import { EventId, TimeAndId } from './events'
import { requireStaff } from './require-staff'

const Wanted = z.union(
  [
    z.strictObject({ id: EventId }),
    z.strictObject({
      failed: z.literal(true),
      since: Time.optional(),
      after: TimeAndId.optional(),
    }),
    z.strictObject({ since: Time, again: z.boolean().default(false), after: EventId.optional() }),
  ],
  'want {"id"}, {"failed": true} or {"since"}; the documentation says more',
)
type Wanted = z.infer<typeof Wanted>

/**
 * POST /api/admin/events/replay: takes events once more, at most a hundred a request: one by its id,
 * those that failed, or those since a time that Stripe knows of and the ledger doesn't show as done.
 * `next` is to be sent as `after` for more. Who did it is noted with each.
 */
export const replayEvents = (services: ReplayServices & { users: Users }) =>
  handle(services, async (request, { requestId }) => {
    const { userId } = await requireStaff(services, request, 'managers')
    const wanted = await readJson(request, Wanted)
    return privateJson(await carryOut(services, wanted, { by: userId, requestId }))
  })

async function carryOut(
  services: ReplayServices,
  wanted: Wanted,
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
