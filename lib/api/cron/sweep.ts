import type { Settings } from '@/lib/env'
import { handle, privateJson } from '@/lib/http'
import { type OutboxServices, sendOutbox } from '@/lib/sync/outbox/send-outbox'
import type { SyncServices } from '@/lib/sync/services'
import { sweep as sweepAccounts } from '@/lib/sync/sweep'
import { requireCron } from './cron'

/** No message is begun after this: a function may run a minute, and a mail may take ten seconds. */
const budgetMs = 45_000

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
    const until = new Date(services.wallClock().getTime() + budgetMs)
    const accounts = await sweepAccounts(services)
    return privateJson({ ...accounts, mails: await sendOutbox(services, { until }) })
  })
