'use client'

import { useId } from 'react'
import { SubscriptionLeaving } from './leave-dialog'

/** `ends`: where a period begins, and so a pause can end by itself. */
export function SubscriptionPause({ ends }: { ends: { at: string; words: string }[] }) {
  const untilId = useId()
  return (
    <SubscriptionLeaving
      act="pause"
      title="Pause your subscription"
      words={{ open: 'Pause', stay: 'Don’t pause', leave: 'Pause now', leaving: 'Pausing…' }}
      bodyOf={(form) => {
        const resumesAt = form.get('until')
        return resumesAt ? { resumesAt } : {}
      }}
    >
      <p>
        While it is paused nothing is charged, and nothing is open that your plan opens: from this
        moment on, also in the time that you have paid for.
      </p>
      <label htmlFor={untilId} className="mt-5 mb-2 block font-semibold">
        Until when?
      </label>
      <select
        id={untilId}
        name="until"
        className="min-h-11 w-full rounded-lg border border-edge bg-paper px-3"
      >
        <option value="">Until I take it up again</option>
        {ends.map(({ at, words }) => (
          <option key={at} value={at}>
            {words}
          </option>
        ))}
      </select>
    </SubscriptionLeaving>
  )
}
