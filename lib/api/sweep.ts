import { createHash, timingSafeEqual } from 'node:crypto'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { handle, privateJson } from '@/lib/http'
import { type OutboxServices, sendOutbox } from '@/lib/sync/send-outbox'
import { sweep as sweepAccounts } from '@/lib/sync/sweep'
import type { SyncServices } from '@/lib/sync/sync'

/**
 * /api/cron/sweep, every minute, with `Authorization: Bearer CRON_SECRET`: looks at the accounts
 * that time has changed, and sends what is waiting to be said. GET too, since that is what Vercel's
 * cron sends.
 */
export const sweep = (
  services: SyncServices & OutboxServices & { settings: Pick<Settings, 'CRON_SECRET'> },
) =>
  handle(services, async (request) => {
    requireCron(request, services.settings.CRON_SECRET)
    const accounts = await sweepAccounts(services)
    return privateJson({ ...accounts, mails: await sendOutbox(services) })
  })

/** Compared as hashes: equal in length, so that the comparison takes as long whatever was sent. */
function requireCron(request: Request, secret: string | undefined): void {
  const given = request.headers.get('authorization') ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (secret && timingSafeEqual(digest(given), digest(`Bearer ${secret}`))) return
  throw new AppError('unauthenticated', 'Send the CRON_SECRET as a Bearer token.')
}
