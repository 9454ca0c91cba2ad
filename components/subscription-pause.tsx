'use client'

import { type FormEvent, useId, useState } from 'react'
import { useSubscription } from './subscription-asking'
import { SubscriptionDialog } from './subscription-dialog'
import { SubscriptionProblem } from './subscription-problem'

/** `ends`: where a period begins, and so a pause can end by itself. */
export function SubscriptionPause({ ends }: { ends: { at: string; words: string }[] }) {
  const [isOpen, setOpen] = useState(false)
  const { ask, isBusy, problem, forget } = useSubscription()
  const untilId = useId()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const resumesAt = new FormData(event.currentTarget).get('until')
    if (await ask('pause', resumesAt ? { resumesAt } : {})) setOpen(false)
  }

  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => {
          forget()
          setOpen(true)
        }}
      >
        Pause
      </button>
      <SubscriptionDialog
        title="Pause your subscription"
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <form onSubmit={submit}>
          <p>
            While it is paused nothing is charged, and nothing is open that your plan opens: from
            this moment on, also in the time that you have paid for.
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
          <div className="mt-6 flex flex-wrap gap-3">
            <button type="button" className="button button-go" onClick={() => setOpen(false)}>
              Don’t pause
            </button>
            <button type="submit" className="button" aria-disabled={isBusy}>
              {isBusy ? 'Pausing…' : 'Pause now'}
            </button>
          </div>
          <SubscriptionProblem problem={problem} />
        </form>
      </SubscriptionDialog>
    </>
  )
}
