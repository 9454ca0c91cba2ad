import { type HandlerServices, handle } from '@/lib/api/handle'
import type { Settings } from '@/lib/env'
import { type VerifyServices, verifyUsage } from '@/lib/sync/usage/verify'
import { cronRoutes } from './routes'

/** A function may run a minute on most hosts; the page being checked must still end. */
const budgetMs = 40_000

/** How many drifts are answered. The log has all of them. */
const shown = 100

/** /api/cron/usage, nightly: compares what was recorded with what Stripe bills. Changes nothing. */
export const cronUsage = (
  services: VerifyServices &
    HandlerServices & { settings: Pick<Settings, 'CRON_SECRET'>; wallClock: () => Date },
) =>
  handle(services, cronRoutes.verifyUsage, async ({ query: { after } }) => {
    const until = services.wallClock().getTime() + budgetMs
    const { drifts, ...report } = await verifyUsage(services, {
      after: after ?? null,
      stop: () => services.wallClock().getTime() >= until,
    })
    return { ...report, found: drifts.length, drifts: drifts.slice(0, shown) }
  })
