import { ButtonLink } from '@/components/ui/button'
import { longDate } from '@/components/ui/dates'
import { NoticeBox } from '@/components/ui/feedback/notice'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { Lapse } from '@/lib/billing/notices/lapses'

/** Says what has ended, and offers the plan that would restore it. */
export const LapseNotice = ({ lapse, current }: { lapse: Lapse; current: Plan }) => (
  <NoticeBox
    tone="signal"
    title={lapseTitle(lapse)}
    action={
      <ButtonLink href={`/plans?upgrade=${lapse.plan.key}&from=/dashboard`}>
        {actions[lapse.what]} {lapse.plan.name}
      </ButtonLink>
    }
  >
    {lapse.isUnpaid && 'It ended because of an unpaid invoice. '}
    You’re now on {current.name}. {lapse.what === 'subscription' ? 'Resubscribe' : 'Subscribe'} to
    get your features back.
  </NoticeBox>
)

const actions: Record<Lapse['what'], string> = {
  trial: 'Continue with',
  subscription: 'Resubscribe to',
  grant: 'Subscribe to',
}

function lapseTitle({ what, plan, endedAt }: Lapse): string {
  switch (what) {
    case 'trial':
      return `Your ${plan.name} trial ended on ${longDate(endedAt)}`
    case 'subscription':
      return `Your ${plan.name} subscription ended on ${longDate(endedAt)}`
    case 'grant':
      return `Your complimentary ${plan.name} access ended on ${longDate(endedAt)}`
  }
}
