'use client'

import { TextArea } from '@/components/ui/forms/field'
import { Option, OptionGroup } from '@/components/ui/forms/option'
import { LeaveDialog } from './leave-dialog'

/** Cancellation: an optional question, and one button. */
export function SubscriptionCancel({
  until,
  canBeNow,
  billsUsage,
  owes,
  isPaused,
}: {
  until: string
  canBeNow: boolean
  billsUsage: boolean
  /** An invoice is open, so it isn't sure that access stays until then. */
  owes: boolean
  /** Its features are locked already. */
  isPaused: boolean
}) {
  return (
    <LeaveDialog
      act="cancel"
      title="Cancel your subscription"
      labels={{
        open: 'Cancel subscription',
        stay: 'Keep subscription',
        leave: 'Cancel subscription',
        busy: 'Canceling…',
      }}
      bodyOf={filledFields}
      doneText={(form) =>
        form.get('when') === 'now'
          ? 'Your subscription has ended.'
          : `Your subscription is canceled and ends on ${until}.`
      }
    >
      {owes ? (
        <p>
          Your subscription ends on <strong>{until}</strong>. Your open invoice is still due. You
          can change your mind anytime before then.
        </p>
      ) : isPaused ? (
        <p>
          Your subscription stays paused and ends on <strong>{until}</strong>. You won’t be charged
          again. To use the time that you’ve paid for, resume it instead.
        </p>
      ) : (
        <p>
          You’ll have full access until <strong>{until}</strong> and won’t be charged again
          {billsUsage && ', except for extra usage'}. You can change your mind anytime before then.
        </p>
      )}
      {canBeNow && (
        <OptionGroup legend="When should it end?" className="mt-5">
          <Option name="when" value="period_end" defaultChecked>
            On {until}
          </Option>
          <Option name="when" value="now">
            Immediately. No refund for the remaining time.
          </Option>
        </OptionGroup>
      )}
      <OptionGroup legend="Why are you canceling? (optional)" className="mt-5">
        {Object.entries(reasons).map(([value, label]) => (
          <Option key={value} name="reason" value={value}>
            {label}
          </Option>
        ))}
      </OptionGroup>
      <TextArea
        label="Anything else we should know?"
        name="comment"
        maxLength={500}
        className="mt-5"
      />
    </LeaveDialog>
  )
}

const reasons = {
  too_expensive: 'It’s too expensive',
  missing_features: 'It’s missing features I need',
  switched_service: 'I switched to something else',
  unused: 'I don’t use it enough',
  customer_service: 'Customer support wasn’t helpful',
  too_complex: 'It’s too hard to use',
  low_quality: 'It didn’t work well enough',
  other: 'Other',
}

const filledFields = (form: FormData) =>
  Object.fromEntries(
    [...form].filter(([, value]) => typeof value === 'string' && value.trim() !== ''),
  )
