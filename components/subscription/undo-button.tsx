'use client'

import type { ReactNode } from 'react'
import type { ButtonLook } from '@/components/ui/button'
import { TransientButton } from '@/components/ui/transient-button'
import { SubscriptionProblem } from './problem'
import { useSubscription } from './use-subscription'

/** A button that undoes a cancellation, a scheduled or pending change, or a pause. */
export function UndoButton({
  what,
  variant,
  children,
}: {
  what: 'cancellation' | 'change' | 'payment' | 'pause'
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
        onClick={() => send('resume', { what })}
      >
        {children}
      </TransientButton>
      <SubscriptionProblem problem={problem} />
    </div>
  )
}
