'use client'

import { Select } from '@/components/ui/forms/select'
import { LeaveDialog } from './leave-dialog'

/** `ends` are the dates at which the pause can end automatically: each starts a billing period. */
export function SubscriptionPause({
  ends,
  billsUsage,
}: {
  ends: { at: string; date: string }[]
  billsUsage: boolean
}) {
  return (
    <LeaveDialog
      act="pause"
      title="Pause your subscription"
      labels={{ open: 'Pause', stay: 'Never mind', leave: 'Pause now', busy: 'Pausing…' }}
      doneText={(form) => {
        const chosen = ends.find(({ at }) => at === form.get('until'))
        return chosen
          ? `Your subscription is paused until ${chosen.date}.`
          : 'Your subscription is paused.'
      }}
      bodyOf={(form) => {
        const resumesAt = form.get('until')
        return resumesAt ? { resumesAt } : {}
      }}
    >
      <p>
        While paused, you won’t be charged and your plan’s features are locked, starting now, even
        for time you’ve already paid for.
        {billsUsage && ' Your extra usage so far is charged when you pause.'}
      </p>
      <Select label="Pause until" name="until" className="mt-5">
        <option value="">I resume it</option>
        {ends.map(({ at, date }) => (
          <option key={at} value={at}>
            {date}
          </option>
        ))}
      </Select>
    </LeaveDialog>
  )
}
