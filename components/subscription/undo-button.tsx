'use client'

import type { ReactNode } from 'react'
import { TransientButton } from '@/components/ui/transient-button'
import { SubscriptionProblem } from './problem'
import { useSubscription } from './use-subscription'

/** A button that undoes a cancellation, a scheduled or pending change, or a pause. */
export function UndoButton({
  what,
  className = 'button',
  children,
}: {
  what: 'cancellation' | 'change' | 'payment' | 'pause'
  className?: string
  children: ReactNode
}) {
  const { send, isBusy, problem } = useSubscription()
  return (
    <div>
      <TransientButton
        className={className}
        aria-disabled={isBusy}
        onClick={() => send('resume', { what })}
      >
        {isBusy ? 'Just a moment…' : children}
      </TransientButton>
      <SubscriptionProblem problem={problem} />
    </div>
  )
}
