import { type HandlerServices, handle } from '@/lib/api/handle'
import type { Settings } from '@/lib/env'
import { reconcile } from '@/lib/sync/reconcile/reconcile'
import type { ReconcileServices } from '@/lib/sync/reconcile/services'
import type { Timing } from '@/lib/timing'
import { cronRoutes } from './routes'

/** A function may run a minute on most hosts; the page being listed must still end. */
const budgetMs = 40_000

/** How many findings are answered. The log and the audit have all of them. */
const shown = 100

/**
 * /api/cron/reconcile: compares Stripe, the table and Cognito, and repairs. It works for 40 seconds at
 * most; unless it answers `finished`, the next call continues from there.
 */
export const cronReconcile = (
  services: ReconcileServices & HandlerServices & { settings: Pick<Settings, 'CRON_SECRET'> },
  timing?: Timing,
) =>
  handle(services, cronRoutes.reconcile, async ({ query: { everybody } }) => {
    const until = services.wallClock().getTime() + budgetMs
    const { findings, ...report } = await reconcile(services, {
      dryRun: false,
      everybody: everybody !== undefined,
      ...(timing && { timing }),
      stop: () => services.wallClock().getTime() >= until,
    })
    const held = findings.filter(({ outcome }) => outcome === 'held').length
    if (report.finished && held > 0) {
      const fields = { runId: report.runId, held, ...report.brake }
      services.log.error(
        fields,
        'Reconcile held back the repairs that take a plan from too many users',
      )
    }
    return { ...report, found: findings.length, held, findings: findings.slice(0, shown) }
  })
