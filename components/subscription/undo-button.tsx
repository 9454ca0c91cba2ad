'use client'

import type { ReactNode } from 'react'
import type { ButtonLook } from '@/components/ui/button'
import { TransientButton } from '@/components/ui/transient-button'
import { SubscriptionProblem } from './problem'
import { useSubscription } from './use-subscription'

type Undoable = 'cancellation' | 'change' | 'payment' | 'pause'

/** What is said once it is undone. */
const undone: Record<Undoable, string> = {
  cancellation: 'Your subscription continues and renews as usual.',
  change: 'Your scheduled change is canceled.',
  payment: 'Your change is canceled. You weren’t charged.',
  pause: 'Your subscription is active again.',
}

/** A button that undoes a cancellation, a scheduled or pending change, or a pause. */
export function UndoButton({
  what,
  variant,
  children,
}: {
  what: Undoable
  variant?: ButtonLook['variant']
  children: ReactNode
}) {
  const { send, isBusy, problem } = useSubscription()
  return (
    <div>
      <TransientButton
        variant={variant}
        isBusy={isBusy}
        busyText="Just a moment…"
        onClick={() => send('resume', { what }, undone[what])}
      >
        {children}
      </TransientButton>
      <SubscriptionProblem problem={problem} />
    </div>
  )
}
