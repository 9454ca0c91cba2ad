import type { Settings } from '@/lib/env'
import { handle, privateJson } from '@/lib/http'
import type { Pacing } from '@/lib/sync/pace'
import { type ReconcileServices, reconcile as reconcileAll } from '@/lib/sync/reconcile'
import { requireCron } from './cron'

/** A function may run a minute on most hosts; one page that is under way must still end. */
const budgetMs = 40_000

/** Of many findings the log and the audit have the rest. */
const shown = 100

/**
 * /api/cron/reconcile, with `Authorization: Bearer CRON_SECRET`: compares Stripe, the table and
 * Cognito, and mends. It works for 40 seconds at most; unless it answers `finished`, the next call
 * goes on from there. GET too, since that is what Vercel's cron sends.
 */
export const reconcile = (
  services: ReconcileServices & { settings: Pick<Settings, 'CRON_SECRET'> },
  pacing?: Pacing,
) =>
  handle(services, async (request) => {
    requireCron(request, services.settings.CRON_SECRET)
    const until = services.wallClock().getTime() + budgetMs
    const { findings, ...report } = await reconcileAll(services, {
      dryRun: false,
      ...(pacing && { pacing }),
      stop: () => services.wallClock().getTime() >= until,
    })
    return privateJson({ ...report, found: findings.length, findings: findings.slice(0, shown) })
  })
