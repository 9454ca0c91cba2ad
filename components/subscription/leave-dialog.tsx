'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { TransientButton } from '@/components/ui/transient-button'
import { SubscriptionDialog } from './dialog'
import { SubscriptionProblem } from './problem'
import { useSubscription } from './use-subscription'

/**
 * A way out, for good or for a while: a button, and the dialog that it opens. There staying comes first.
 * `words` are those of the buttons, and of the last one while it is at it.
 */
export function SubscriptionLeaving({
  act,
  title,
  words,
  bodyOf,
  children,
}: {
  act: 'cancel' | 'pause'
  title: string
  words: { open: string; stay: string; leave: string; leaving: string }
  bodyOf: (form: FormData) => object
  children: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  const { ask, isBusy, problem, forget } = useSubscription()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (await ask(act, bodyOf(new FormData(event.currentTarget)))) setOpen(false)
  }

  return (
    <>
      <TransientButton
        onClick={() => {
          forget()
          setOpen(true)
        }}
      >
        {words.open}
      </TransientButton>
      <SubscriptionDialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form onSubmit={submit}>
          {children}
          <div className="mt-6 flex flex-wrap gap-3">
            <button type="button" className="button button-go" onClick={() => setOpen(false)}>
              {words.stay}
            </button>
            <button type="submit" className="button" aria-disabled={isBusy}>
              {isBusy ? words.leaving : words.leave}
            </button>
          </div>
          <SubscriptionProblem problem={problem} />
        </form>
      </SubscriptionDialog>
    </>
  )
}
