import type { Reservations } from '@/lib/db/usage/reservations'
import type { Log } from '@/lib/log'

type Services = { reservations: Reservations; log: Log; now: () => Date }

/** How many reservations one sweep frees. */
const batch = 100

/**
 * Frees what reservations hold after their end: whoever made them crashed, or forgot. One that is
 * committed at the same moment counts, whichever comes first.
 */
export async function freeOverdue({ reservations, log, now }: Services): Promise<number> {
  const overdue = await reservations.overdue(now(), batch)
  let freed = 0
  for (const record of overdue) {
    try {
      const { kind } = await reservations.free(record, 'expired', now())
      if (kind === 'settled') freed += 1
    } catch (error) {
      log.warn({ err: error, userId: record.userId }, 'A reservation could not be freed')
    }
  }
  return freed
}
