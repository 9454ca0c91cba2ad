'use client'

import { useId } from 'react'
import { LeaveDialog } from './leave-dialog'

/** `ends` are the dates at which the pause can end automatically: each starts a billing period. */
export function SubscriptionPause({ ends }: { ends: { at: string; date: string }[] }) {
  const untilId = useId()
  return (
    <LeaveDialog
      act="pause"
      title="Pause your subscription"
      labels={{ open: 'Pause', stay: 'Never mind', leave: 'Pause now', busy: 'Pausing…' }}
      bodyOf={(form) => {
        const resumesAt = form.get('until')
        return resumesAt ? { resumesAt } : {}
      }}
    >
      <p>
        While paused, you won’t be charged and your plan’s features are locked, starting now, even
        for time you’ve already paid for.
      </p>
      <label htmlFor={untilId} className="mt-5 mb-2 block font-semibold">
        Pause until
      </label>
      <select
        id={untilId}
        name="until"
        className="min-h-11 w-full rounded-lg border border-edge bg-paper px-3"
      >
        <option value="">I resume it</option>
        {ends.map(({ at, date }) => (
          <option key={at} value={at}>
            {date}
          </option>
        ))}
      </select>
    </LeaveDialog>
  )
}
