import { wholeUnits } from '@/lib/billing/usage/units'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Metered } from './metered'
import { putUsageAlerts } from './send-alerts'
import type { UsageServices } from './services'

/** Tells a user about a share that something just counted has reached; nothing of a past period. */
export async function alertUser(
  services: UsageServices,
  { userId }: Pick<Account, 'userId'>,
  { meter, period, allowance }: Metered,
  /** In what is recorded. */
  { used }: { used: number },
): Promise<void> {
  const described = services.rules.catalog.meters[meter]
  if (!described || period.end <= services.now()) return
  await putUsageAlerts(
    services,
    { userId, meter, periodStart: period.start },
    { ...allowance, used: wholeUnits(used, described), resetsAt: period.end },
  )
}
