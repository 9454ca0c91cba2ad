'use client'

import { useId } from 'react'
import { SubscriptionLeaving } from './leave-dialog'

/** Leaving: one question that may stay unanswered, and one button. */
export function SubscriptionCancel({
  until,
  canBeNow,
  billsUsage,
}: {
  until: string
  canBeNow: boolean
  billsUsage: boolean
}) {
  const commentId = useId()
  return (
    <SubscriptionLeaving
      act="cancel"
      title="Cancel your subscription"
      words={{
        open: 'Cancel subscription',
        stay: 'Keep my plan',
        leave: 'Cancel subscription',
        leaving: 'Cancelling…',
      }}
      bodyOf={filledIn}
    >
      <p>
        Everything keeps working until <strong>{until}</strong>, and nothing more is charged
        {billsUsage && ' than usage beyond what is included'}. Until then you can change your mind.
      </p>
      {canBeNow && (
        <fieldset className="mt-5 grid gap-2">
          <legend className="mb-2 font-semibold">When?</legend>
          <Radio name="when" value="period_end" isChosen>
            On {until}
          </Radio>
          <Radio name="when" value="now">
            At once. What is left of the period is not paid back.
          </Radio>
        </fieldset>
      )}
      <fieldset className="mt-5 grid gap-2">
        <legend className="mb-2 font-semibold">Why are you leaving? You need not say.</legend>
        {Object.entries(reasons).map(([value, words]) => (
          <Radio key={value} name="reason" value={value}>
            {words}
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
    </SubscriptionLeaving>
  )
}

const reasons = {
  too_expensive: 'It costs too much',
  missing_features: 'Something is missing',
  switched_service: 'I use something else now',
  unused: 'I don’t use it enough',
  customer_service: 'I wasn’t helped well',
  too_complex: 'It is too hard to use',
  low_quality: 'It doesn’t work well enough',
  other: 'Something else',
}

const filledIn = (form: FormData) =>
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
