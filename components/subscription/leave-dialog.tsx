'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/overlays/dialog'
import { TransientButton } from '@/components/ui/transient-button'
import { SubscriptionProblem } from './problem'
import { useSubscription } from './use-subscription'

/**
 * A button to cancel or pause, and the dialog that it opens. The dialog's first button is to stay.
 */
export function LeaveDialog({
  act,
  title,
  labels,
  bodyOf,
  doneText,
  children,
}: {
  act: 'cancel' | 'pause'
  title: string
  /** The buttons' labels. `busy` replaces `leave` during the request. */
  labels: { open: string; stay: string; leave: string; busy: string }
  /** The request body for the submitted form. */
  bodyOf: (form: FormData) => object
  /** What is said once it is done. */
  doneText: (form: FormData) => string
  children: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  const { send, isBusy, problem, clearProblem } = useSubscription()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    if (await send(act, bodyOf(form), doneText(form))) setOpen(false)
  }

  return (
    <>
      <TransientButton
        onClick={() => {
          clearProblem()
          setOpen(true)
        }}
      >
        {labels.open}
      </TransientButton>
      <Dialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form onSubmit={submit}>
          {children}
          <DialogActions>
            <Button
              variant={act === 'cancel' ? 'secondary' : 'primary'}
              onClick={() => setOpen(false)}
            >
              {labels.stay}
            </Button>
            <Button
              type="submit"
              variant={act === 'cancel' ? 'danger' : 'secondary'}
              isBusy={isBusy}
              busyText={labels.busy}
            >
              {labels.leave}
            </Button>
          </DialogActions>
          <SubscriptionProblem problem={problem} />
        </form>
      </Dialog>
    </>
  )
}
