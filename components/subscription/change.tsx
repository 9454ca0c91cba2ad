'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/overlays/dialog'
import { TransientButton } from '@/components/ui/transient-button'
import type { RecurringInterval } from '@/lib/billing/subscription/change'
import { ChangeForm, type Offer, type Wanted } from './change-form'
import { SubscriptionPreview } from './preview'
import { SubscriptionProblem } from './problem'
import {
  type ChangeKind,
  changeKind,
  changeTitle,
  confirmText,
  doneText,
  type FeatureNames,
  type ShownPreview,
} from './text'
import { useSubscription } from './use-subscription'

type Shown = { wanted: Wanted; preview: ShownPreview; kind: ChangeKind }

/**
 * Changes the plan in three steps: choose, preview, confirm. A change that was `preselected` on
 * another page opens at its preview. The result shows even if no further change is possible then.
 */
export function SubscriptionChange({
  isPossible,
  offers,
  current,
  preselected,
  names,
  takesCodes,
  endsOn,
}: {
  isPossible: boolean
  offers: Offer[]
  current: { plan: string | null; interval: RecurringInterval | null; quantity: number }
  preselected: { plan: string; interval: RecurringInterval } | null
  names: FeatureNames
  takesCodes: boolean
  /** The day the subscription ends with its paid period. Until then it can only be upgraded. */
  endsOn: string | null
}) {
  const [isOpen, setOpen] = useState(false)
  const [shown, setShown] = useState<Shown | null>(null)
  const [done, setDone] = useState('')
  const { send, isBusy, problem, clearProblem } = useSubscription()
  const stepStatus = useRef<HTMLParagraphElement>(null)
  const result = useRef<HTMLParagraphElement>(null)
  const [first] = offers
  const initial: Wanted = {
    plan: current.plan ?? first?.plan ?? '',
    interval: current.interval ?? first?.interval ?? 'month',
    quantity: current.quantity,
  }
  const [wanted, setWanted] = useState(initial)
  const wasOpened = useRef(false)

  /** `3 × Pro`, or `Pro`. */
  const nameOf = ({ plan, quantity }: Wanted) =>
    `${quantity > 1 ? `${quantity} × ` : ''}${offers.find((offer) => offer.plan === plan)?.name ?? plan}`

  async function preview(wanted: Wanted) {
    const body = await send('preview', wanted)
    // The cast is safe: it is our own handler's `Preview`, with its times as ISO strings.
    if (body) {
      const shown = body as ShownPreview
      setShown({ wanted, preview: shown, kind: changeKind(wanted, current, shown) })
    }
    stepStatus.current?.focus()
  }

  async function confirm() {
    if (!shown) return
    const { wanted, preview, kind } = shown
    if (!(await send('change', { ...wanted, previewId: preview.previewId }))) return
    setOpen(false)
    setDone(doneText(preview, kind, nameOf(wanted)))
    // The button that opened the dialog may be gone.
    result.current?.focus()
  }

  function open() {
    clearProblem()
    setShown(null)
    setDone('')
    setWanted(initial)
    setOpen(true)
  }

  useEffect(() => {
    if (!preselected || wasOpened.current) return
    wasOpened.current = true
    // Only once: a reload or the back button must not open it again.
    history.replaceState(null, '', '/settings')
    open()
    setWanted({ ...initial, ...preselected })
    preview({ ...initial, ...preselected })
  })

  return (
    <>
      {isPossible && (
        <TransientButton variant={endsOn ? 'secondary' : 'primary'} onClick={open}>
          {endsOn ? 'Upgrade plan' : 'Change plan'}
        </TransientButton>
      )}
      <Dialog
        title={
          shown
            ? changeTitle(shown.kind, nameOf(shown.wanted), shown.preview)
            : `${endsOn ? 'Upgrade' : 'Change'} your plan`
        }
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <p ref={stepStatus} tabIndex={-1} role="status" className="sr-only">
          {isBusy ? 'Just a moment…' : shown ? 'Review your change.' : 'Choose a plan.'}
        </p>
        {shown ? (
          <>
            <SubscriptionPreview
              preview={shown.preview}
              names={names}
              billsUsage={offers.some(
                ({ plan, billsUsage }) => plan === shown.wanted.plan && billsUsage,
              )}
            />
            <DialogActions>
              <Button variant="primary" isBusy={isBusy} busyText="Changing…" onClick={confirm}>
                {confirmText(shown.preview, shown.kind)}
              </Button>
              <Button
                onClick={() => {
                  clearProblem()
                  setShown(null)
                }}
              >
                Back
              </Button>
            </DialogActions>
          </>
        ) : (
          <ChangeForm
            {...{ offers, wanted, setWanted, isBusy, takesCodes, endsOn }}
            onSubmit={() => preview(wanted)}
          />
        )}
        <SubscriptionProblem problem={problem} />
      </Dialog>
      <p
        ref={result}
        tabIndex={-1}
        role="status"
        className="order-last w-full font-medium text-go outline-none empty:sr-only"
      >
        {done}
      </p>
    </>
  )
}
