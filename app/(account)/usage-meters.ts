import type { ShownMeter } from '@/components/usage/types'
import type { Access } from '@/lib/billing/access/access'
import type { Account } from '@/lib/db/accounts/accounts'
import { services } from '@/lib/services'
import { usageView } from '@/lib/sync/usage/usage-view'

/** The meters that a user's plan names, as `GET /api/usage` says them. */
export async function planMeters(
  account: Account,
  { limits }: Pick<Access, 'limits'>,
): Promise<{ period: { start: Date; end: Date }; meters: ShownMeter[] }> {
  const { period, meters } = await usageView(services, account)
  return {
    period,
    meters: meters
      .filter(({ meter }) => Object.hasOwn(limits, meter))
      .map(({ resetsAt, updatedAt: _, ...meter }) => ({
        ...meter,
        resetsAt: resetsAt.toISOString(),
      })),
  }
}
