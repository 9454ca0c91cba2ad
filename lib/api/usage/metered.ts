import { type GateServices, requireLimit } from '@/lib/api/gates/require'
import type { Token } from '@/lib/auth/token'
import { wholeUnits } from '@/lib/billing/usage/units'
import { AppError } from '@/lib/errors'
import { reserveUsage } from '@/lib/sync/usage/reserve-usage'
import type { UsageServices } from '@/lib/sync/usage/services'
import { commitUsage, releaseUsage } from '@/lib/sync/usage/settle-usage'

export type MeteredServices = GateServices & UsageServices

/** What a call counts as. `quantity` is in what the meter records; by default one. */
export type Charge = { meter: string; quantity?: number }

/** Longer than a request may take. What a crash leaves behind is freed then. */
const holdMs = 60_000

/**
 * Makes the answer of a route count as usage: checks the limit, runs, and records. It holds what the
 * call may cost before it runs, so that a thousand calls at once stay within the limit as well. A call
 * that fails is not charged.
 *
 * ```ts
 * handle(services, routes.report, meteredHandler(services, { meter: 'api_calls' }, async ({ user }) => …))
 * ```
 */
export function meteredHandler<Call extends { user: Token; requestId: string }, Answer>(
  services: MeteredServices,
  { meter, quantity = 1 }: Charge,
  answer: (call: Call) => Promise<Answer>,
): (call: Call) => Promise<Answer> {
  const described = services.rules.catalog.meters[meter]
  if (described?.aggregation !== 'sum') {
    throw new Error(`A call can't be counted by "${meter}": it isn’t a sum of this catalog`)
  }
  return async (call) => {
    const { user, requestId: id } = call
    const wanted = Math.max(1, wholeUnits(quantity, described))
    await requireLimit(services, user, { meter, wanted })
    const held = await reserveUsage(
      services,
      { id, userId: user.userId, meter, quantity, at: null },
      new Date(services.now().getTime() + holdMs),
      null,
    )
    if (held.outcome === 'refused') {
      // Other calls took what was left since it was checked: the same refusal, with what is used now.
      await requireLimit(services, user, { meter, wanted })
      throw new AppError('unavailable', 'We’re too busy right now. Try again in a moment.')
    }
    const own = { userId: user.userId, id }
    try {
      const answered = await answer(call)
      await commitUsage(services, { ...own, quantity }, null)
      return answered
    } catch (error) {
      await releaseUsage(services, own, null).catch((unfreed: unknown) =>
        services.log.warn({ err: unfreed, id, meter }, 'A failed call stays held for a minute'),
      )
      throw error
    }
  }
}
