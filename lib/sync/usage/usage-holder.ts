import type { Account } from '@/lib/db/accounts/accounts'
import type { UsageCaps } from '@/lib/db/usage/caps'
import { syncIfDue } from '@/lib/sync/current-account'
import type { UsageServices } from './services'

/** Reads whom usage belongs to, with their caps. `null` for a user who isn't there. */
export async function usageHolder(
  services: UsageServices,
  userId: string,
): Promise<{ account: Account; caps: UsageCaps } | null> {
  const [account, caps] = await Promise.all([
    services.accounts.get(userId),
    services.spendingCaps.get(userId),
  ])
  if (!account || account.userGoneAt) return null
  return { account: await syncIfDue(services, account), caps }
}
