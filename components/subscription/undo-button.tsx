'use client'

import type { ReactNode } from 'react'
import { TransientButton } from '@/components/ui/transient-button'
import { SubscriptionProblem } from './problem'
import { useSubscription } from './use-subscription'

/** A button that takes something back at once: a cancellation, a planned change, a pause. */
export function SubscriptionAct({
  what,
  busy,
  className = 'button',
  children,
}: {
  what: 'cancellation' | 'change' | 'payment' | 'pause'
  busy: string
  className?: string
  children: ReactNode
}) {
  const { ask, isBusy, problem } = useSubscription()
  return (
    <div>
      <TransientButton
        className={className}
        aria-disabled={isBusy}
        onClick={() => ask('resume', { what })}
      >
        {isBusy ? busy : children}
      </TransientButton>
      <SubscriptionProblem problem={problem} />
    </div>
  )
}
