import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { counterAt } from '@/lib/billing/usage/counter-at'
import { usagePeriod } from '@/lib/billing/usage/period'
import type { UsagePorts } from '@/lib/db/usage/ports'
import { AppError } from '@/lib/errors'
import { usageRoutes } from './routes'

/** No period is longer, so the one that a time is in began after that. */
const longestMs = 31 * 86_400_000

/** GET /api/usage/records: the records behind a line of an invoice, and what Stripe was told. */
export const usageRecords = (services: MemberServices & UsagePorts) =>
  handle(services, usageRoutes.usageRecords, async ({ user, query }) => {
    const { meter, at = services.now(), after = null } = query
    const counters = await services.usageCounters.list({
      userId: user.userId,
      meter,
      from: new Date(at.getTime() - longestMs),
      to: at,
    })
    const account = await services.accounts.get(user.userId)
    const counter = account && counterAt(counters, at, usagePeriod(account, services.rules, at))
    if (!counter) throw new AppError('not_found', 'Nothing was recorded then.')
    const [messages, records] = await Promise.all([
      services.usageFlushes.list(counter),
      services.usageRecords.list(counter, after),
    ])
    return {
      meter,
      period: { start: counter.period.start, end: counter.period.end },
      total: counter.total,
      opening: counter.opening,
      messages: messages.map(({ kind, value, price, at, state }) => ({
        kind,
        value,
        price,
        at,
        state,
      })),
      records: records.items
        .filter(({ state }) => state === 'recorded')
        .map(({ id, quantity, at, recordedAt }) => ({ id, quantity, at, recordedAt })),
      next: records.next,
    }
  })
