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
  children,
}: {
  act: 'cancel' | 'pause'
  title: string
  /** The buttons' labels. `busy` replaces `leave` during the request. */
  labels: { open: string; stay: string; leave: string; busy: string }
  /** The request body for the submitted form. */
  bodyOf: (form: FormData) => object
  children: ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  const { send, isBusy, problem, clearProblem } = useSubscription()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (await send(act, bodyOf(new FormData(event.currentTarget)))) setOpen(false)
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
            <Button variant="primary" onClick={() => setOpen(false)}>
              {labels.stay}
            </Button>
            <Button type="submit" isBusy={isBusy} busyText={labels.busy}>
              {labels.leave}
            </Button>
          </DialogActions>
          <SubscriptionProblem problem={problem} />
        </form>
      </Dialog>
    </>
  )
}
