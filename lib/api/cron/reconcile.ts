import { z } from 'zod'
import type { Settings } from '@/lib/env'
import { handle, privateJson, readQuery } from '@/lib/http'
import type { Timing } from '@/lib/sync/reconcile/rate-limit'
import { reconcile as reconcileAll } from '@/lib/sync/reconcile/reconcile'
import type { ReconcileServices } from '@/lib/sync/reconcile/services'
import { requireCron } from './cron'

/** A function may run a minute on most hosts; one page that is under way must still end. */
const budgetMs = 40_000

/** Of many findings the log and the audit have the rest. */
const shown = 100

const Query = z.strictObject({ everybody: z.literal('', 'say ?everybody, or nothing').optional() })

/**
 * /api/cron/reconcile, with `Authorization: Bearer CRON_SECRET`: compares Stripe, the table and
 * Cognito, and mends. It works for 40 seconds at most; unless it answers `finished`, the next call
 * goes on from there. `?everybody` lists every person, and not only where they should be. GET too,
 * since that is what Vercel's cron sends.
 */
export const reconcile = (
  services: ReconcileServices & { settings: Pick<Settings, 'CRON_SECRET'> },
  pacing?: Timing,
) =>
  handle(services, async (request) => {
    requireCron(request, services.settings.CRON_SECRET)
    const { everybody } = readQuery(request, Query)
    const until = services.wallClock().getTime() + budgetMs
    const { findings, ...report } = await reconcileAll(services, {
      dryRun: false,
      everybody: everybody !== undefined,
      ...(pacing && { pacing }),
      stop: () => services.wallClock().getTime() >= until,
    })
    const held = findings.filter(({ outcome }) => outcome === 'held').length
    if (report.finished && held > 0) {
      const fields = { runId: report.runId, held, ...report.brake }
      services.log.error(fields, 'Reconcile held back what takes a plan from too many people')
    }
    return privateJson({
      ...report,
      found: findings.length,
      held,
      findings: findings.slice(0, shown),
    })
  })
