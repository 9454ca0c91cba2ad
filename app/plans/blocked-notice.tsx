import { blockerText } from '@/components/subscription/view-text'
import { ButtonLink } from '@/components/ui/button'
import { NoticeBox } from '@/components/ui/feedback/notice'
import type { ChangeBlocker } from '@/lib/billing/subscription/change'

/** Says why the user can't change plans now, or only upgrade. */
export const BlockedNotice = ({
  blocker,
  canUpgrade,
}: {
  blocker: ChangeBlocker
  canUpgrade: boolean
}) => (
  <div className="mb-8">
    <NoticeBox
      tone="signal"
      title={canUpgrade ? 'Your subscription is set to cancel' : 'You can’t change plans right now'}
      action={<ButtonLink href="/settings">Go to settings</ButtonLink>}
    >
      {canUpgrade
        ? 'You can still upgrade for the time that’s left. To make any other change, keep your subscription first.'
        : blockerText[blocker]}
    </NoticeBox>
  </div>
)
