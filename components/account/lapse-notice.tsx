import { History } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { longDate } from '@/components/ui/dates'
import { trialName } from '@/lib/billing/access/claims/text'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { Lapse } from '@/lib/billing/notices/lapses'
import type { NoticeContent } from './notice-content'

/** Returns the notice about access that has ended, with a link to the plan that would restore it. */
export const lapseContent = (lapse: Lapse, current: Plan): NoticeContent => ({
  tone: 'signal',
  Icon: History,
  title: lapseTitle(lapse),
  text: `${lapse.isUnpaid ? 'It ended because of an unpaid invoice. ' : ''}You’re now on ${current.name}. ${
    lapse.what === 'subscription' ? 'Resubscribe' : 'Subscribe'
  } to get your features back.`,
  action: (
    <ButtonLink size="small" href={`/plans?upgrade=${lapse.plan.key}&from=/dashboard`}>
      {actions[lapse.what]} {lapse.plan.name}
    </ButtonLink>
  ),
})

const actions: Record<Lapse['what'], string> = {
  trial: 'Continue with',
  subscription: 'Resubscribe to',
  grant: 'Subscribe to',
}

function lapseTitle({ what, plan, endedAt }: Lapse): string {
  switch (what) {
    case 'trial':
      return `Your ${trialName(plan.name)} ended on ${longDate(endedAt)}`
    case 'subscription':
      return `Your ${plan.name} subscription ended on ${longDate(endedAt)}`
    case 'grant':
      return `Your complimentary ${plan.name} access ended on ${longDate(endedAt)}`
  }
}
