'use client'

import { useId } from 'react'
import { LeaveDialog } from './leave-dialog'

/** Cancellation: an optional question, and one button. */
export function SubscriptionCancel({
  until,
  canBeNow,
  billsUsage,
  owes,
}: {
  until: string
  canBeNow: boolean
  billsUsage: boolean
  /** An invoice is open, so it isn't sure that access stays until then. */
  owes: boolean
}) {
  const commentId = useId()
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
    >
      {owes ? (
        <p>
          Your subscription ends on <strong>{until}</strong>. Your open invoice is still due. You
          can change your mind anytime before then.
        </p>
      ) : (
        <p>
          You’ll have full access until <strong>{until}</strong> and won’t be charged again
          {billsUsage && ', except for extra usage'}. You can change your mind anytime before then.
        </p>
      )}
      {canBeNow && (
        <fieldset className="mt-5 grid gap-2">
          <legend className="mb-2 font-semibold">When should it end?</legend>
          <Radio name="when" value="period_end" isChosen>
            On {until}
          </Radio>
          <Radio name="when" value="now">
            Immediately. No refund for the remaining time.
          </Radio>
        </fieldset>
      )}
      <fieldset className="mt-5 grid gap-2">
        <legend className="mb-2 font-semibold">Why are you canceling? (optional)</legend>
        {Object.entries(reasons).map(([value, label]) => (
          <Radio key={value} name="reason" value={value}>
            {label}
          </Radio>
        ))}
      </fieldset>
      <label htmlFor={commentId} className="mt-5 mb-2 block font-semibold">
        Anything else we should know?
      </label>
      <textarea
        id={commentId}
        name="comment"
        rows={3}
        maxLength={500}
        className="w-full rounded-lg border border-edge bg-paper p-3"
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

const Radio = ({
  name,
  value,
  isChosen = false,
  children,
}: {
  name: string
  value: string
  isChosen?: boolean
  children: React.ReactNode
}) => (
  <label className="flex min-h-8 items-center gap-3">
    <input
      type="radio"
      name={name}
      value={value}
      defaultChecked={isChosen}
      className="size-5 flex-none accent-go"
    />
    <span>{children}</span>
  </label>
)
