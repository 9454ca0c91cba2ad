import Link from 'next/link'
import { longDate } from '@/components/ui/dates'
import { NoticeBox } from '@/components/ui/notice-box'
import type { Plan } from '@/lib/billing/catalog/catalog'
import type { Lapse } from '@/lib/billing/notices/lapses'

/** Says what has run out, why everything looks different, and what would open it again. */
export const LapseNotice = ({ lapse, current }: { lapse: Lapse; current: Plan }) => (
  <NoticeBox
    title={lapseTitle(lapse)}
    action={
      <Link href={`/plans?upgrade=${lapse.plan.key}&from=/dashboard`} className="button">
        {lapse.what === 'trial' ? `Go on with ${lapse.plan.name}` : `Get ${lapse.plan.name} again`}
      </Link>
    }
  >
    {lapse.isUnpaid && 'It was not paid. '}
    You are on {current.name} now; {lapse.plan.name} opens all of it again.
  </NoticeBox>
)

function lapseTitle({ what, plan, endedAt }: Lapse): string {
  switch (what) {
    case 'trial':
      return `Your ${plan.name} trial ended on ${longDate(endedAt)}`
    case 'subscription':
      return `Your ${plan.name} subscription ended on ${longDate(endedAt)}`
    case 'grant':
      return `${plan.name} was given to you until ${longDate(endedAt)}`
  }
}
