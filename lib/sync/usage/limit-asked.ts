import { allowanceOf } from '@/lib/billing/usage/allowance'
import { usagePeriod } from '@/lib/billing/usage/period'
import type { Account } from '@/lib/db/accounts/accounts'
import { takenNow } from './read-usage'
import type { UsageServices } from './services'

export type LimitAsked = {
  used: number
  limits: Record<string, { included: number | null }>
  /** What the user's own cap stops, if that is the limit: the plan sells more. */
  cap: { included: number; resetsAt: Date } | null
}

export type UsageReaders = Pick<UsageServices, 'usageCounters' | 'spendingCaps' | 'rules' | 'now'>

/**
 * What a limit's gate needs to know of a user: how much they used and reserved in this period,
 * unless the caller says it, and where it stops. A limit is open above what is included only if more
 * is sold to this user, up to their own cap.
 */
export async function limitAsked(
  services: UsageReaders,
  account: Account,
  { meter, used }: { meter: string; used?: number },
): Promise<LimitAsked> {
  const { rules, now } = services
  const [taken, caps] = await Promise.all([
    used ?? takenNow(services, account, meter),
    services.spendingCaps.get(account.userId),
  ])
  const asked = { meter, cap: caps[meter], at: now() }
  const { limit, included, overage } = allowanceOf(account.facts, rules, asked)
  const isCapped = overage !== null && limit !== null && included !== null
  return {
    used: taken,
    limits: { [meter]: { included: limit } },
    cap: isCapped ? { included, resetsAt: usagePeriod(account, rules, now()).end } : null,
  }
}
