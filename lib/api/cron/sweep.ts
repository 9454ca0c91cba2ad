import { type HandlerServices, handle } from '@/lib/api/handle'
import type { UsagePorts } from '@/lib/db/usage/ports'
import type { Settings } from '@/lib/env'
import { type OutboxServices, sendOutbox } from '@/lib/sync/outbox/send-outbox'
import { type SweepServices, sweep } from '@/lib/sync/sweep'
import { type FlushServices, flushDueUsage } from '@/lib/sync/usage/flush'
import { freeOverdue } from '@/lib/sync/usage/free-overdue'
import { cronRoutes } from './routes'

/** No message is started after this: a function may run a minute, and a mail may take ten seconds. */
const budgetMs = 45_000

/**
 * /api/cron/sweep, every minute: syncs the accounts that time has changed, frees reservations that
 * have expired, tells Stripe what was used, and sends the mails that wait.
 */
export const cronSweep = (
  services: SweepServices &
    OutboxServices &
    Pick<UsagePorts, 'reservations'> &
    FlushServices &
    HandlerServices & { settings: Pick<Settings, 'CRON_SECRET'> },
) =>
  handle(services, cronRoutes.sweep, async () => {
    const until = new Date(services.wallClock().getTime() + budgetMs)
    const accounts = await sweep(services)
    const reservationsFreed = await freeOverdue(services)
    const isLate = () => services.wallClock() >= until
    const usage = await flushDueUsage(services, { until: isLate })
    return { ...accounts, reservationsFreed, usage, mails: await sendOutbox(services, { until }) }
  })
