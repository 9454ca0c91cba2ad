import { longDate } from '@/components/ui/dates'
import { NoticeBox } from '@/components/ui/feedback/notice'
import type { Access } from '@/lib/billing/access/access'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'

/** Says why a promotion code isn't applied. */
export function UnusedCode({ code, lookup }: { code: string; lookup: PromotionLookup | null }) {
  switch (lookup?.kind) {
    case 'too_many':
      return (
        <NoticeBox tone="signal" title={`We haven’t checked code ${code}`}>
          Too many codes were tried. Reload this page in a minute, or continue without it.
        </NoticeBox>
      )
    case 'unavailable':
      return (
        <NoticeBox tone="signal" title={`We can’t check code ${code} right now`}>
          Reload this page in a moment, or continue without it.
        </NoticeBox>
      )
    default:
      return (
        <NoticeBox tone="signal" title={`We can’t apply code ${code}`}>
          It’s invalid, expired, or for a different plan. You can continue without it.
        </NoticeBox>
      )
  }
}

/** Says which subscription the purchase ends, and when. */
export function ReplacedNotice({
  plan,
  replaced,
}: {
  plan: Plan
  replaced: NonNullable<Access['subscription']>
}) {
  const what = [planNameOf(replaced), 'subscription'].filter(Boolean).join(' ')
  return (
    <NoticeBox tone="signal" title={`${plan.name} replaces your ${what}`}>
      Your {what} ends on {longDate(replaced.currentPeriodEnd)} and won’t renew.
      {services.catalog.lifetime.credit && ' We’ll credit your unused time at checkout.'}
    </NoticeBox>
  )
}

export const planNameOf = ({ plan }: NonNullable<Access['subscription']>) =>
  planByKey(services.catalog, plan ?? '')?.name
