'use client'

import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { TransientButton } from '@/components/ui/transient-button'
import { SubscriptionDialog } from './dialog'
import { SubscriptionPreview } from './preview'
import { SubscriptionProblem } from './problem'
import { confirmText, type Names, type ShownPreview } from './text'
import { useSubscription } from './use-subscription'

type Interval = 'month' | 'year'
/** What may be chosen: a plan by an interval, with its price in words. */
export type Offer = {
  plan: string
  name: string
  interval: Interval
  price: string
  maxQuantity: number
}
export type Wanted = { plan: string; interval: Interval; quantity: number; promotionCode?: string }

/**
 * Choose, look at what it costs, confirm. `wish` was chosen elsewhere: its preview is shown at once.
 * What came of it is said here also when nothing else can be chosen then.
 */
export function SubscriptionChange({
  isPossible,
  offers,
  current,
  wish,
  names,
  takesCodes,
}: {
  isPossible: boolean
  offers: Offer[]
  current: { plan: string | null; interval: Interval | null; quantity: number }
  wish: { plan: string; interval: Interval } | null
  names: Names
  takesCodes: boolean
}) {
  const [isOpen, setOpen] = useState(false)
  const [shown, setShown] = useState<{ wanted: Wanted; preview: ShownPreview } | null>(null)
  const [done, setDone] = useState('')
  const { ask, isBusy, problem, forget } = useSubscription()
  const top = useRef<HTMLParagraphElement>(null)
  const outcome = useRef<HTMLParagraphElement>(null)
  const [first] = offers
  const has: Wanted = {
    plan: current.plan ?? first?.plan ?? '',
    interval: current.interval ?? first?.interval ?? 'month',
    quantity: current.quantity,
  }
  const [wanted, setWanted] = useState(has)
  const wasAsked = useRef(false)

  /** `3 × Pro`, or `Pro`. */
  const termsOf = ({ plan, quantity }: Wanted) =>
    `${quantity > 1 ? `${quantity} × ` : ''}${offers.find((offer) => offer.plan === plan)?.name ?? plan}`

  async function look(wanted: Wanted) {
    const preview = await ask('preview', wanted)
    // Our own handler's answer: `Preview`, after its times became text.
    if (preview) setShown({ wanted, preview: preview as ShownPreview })
    top.current?.focus()
  }

  async function confirm() {
    if (!shown) return
    const { wanted, preview } = shown
    if (!(await ask('change', { ...wanted, previewId: preview.previewId }))) return
    setOpen(false)
    setDone(
      preview.effective === 'now'
        ? `You are on ${termsOf(wanted)} now.`
        : `Your change to ${termsOf(wanted)} is planned.`,
    )
    // The button that opened the dialog may be gone.
    outcome.current?.focus()
  }

  function open() {
    forget()
    setShown(null)
    setDone('')
    setWanted(has)
    setOpen(true)
  }

  useEffect(() => {
    if (!wish || wasAsked.current) return
    wasAsked.current = true
    // Once: a reload, or the way back, doesn't open it again.
    history.replaceState(null, '', '/settings')
    open()
    setWanted({ ...has, ...wish })
    look({ ...has, ...wish })
  })

  return (
    <>
      {isPossible && (
        <TransientButton className="button button-go" onClick={open}>
          Change plan
        </TransientButton>
      )}
      <SubscriptionDialog
        title={shown ? `Change to ${termsOf(shown.wanted)}` : 'Change your plan'}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <p ref={top} tabIndex={-1} role="status" className="sr-only">
          {isBusy ? 'One moment…' : shown ? 'This is what it costs.' : 'Choose a plan.'}
        </p>
        {shown ? (
          <>
            <SubscriptionPreview preview={shown.preview} names={names} />
            <div className="mt-6 flex flex-wrap gap-3">
              <button
                type="button"
                className="button button-go"
                aria-disabled={isBusy}
                onClick={confirm}
              >
                {isBusy ? 'Changing…' : confirmText(shown.preview)}
              </button>
              <button
                type="button"
                className="button"
                onClick={() => {
                  forget()
                  setShown(null)
                }}
              >
                Choose something else
              </button>
            </div>
          </>
        ) : (
          <Choice
            {...{ offers, wanted, setWanted, isBusy, takesCodes }}
            onChosen={() => look(wanted)}
          />
        )}
        <SubscriptionProblem problem={problem} />
      </SubscriptionDialog>
      <p
        ref={outcome}
        tabIndex={-1}
        role="status"
        className="order-last w-full font-medium text-go outline-none empty:sr-only"
      >
        {done}
      </p>
    </>
  )
}

function Choice({
  offers,
  wanted,
  setWanted,
  isBusy,
  takesCodes,
  onChosen,
}: {
  offers: Offer[]
  wanted: Wanted
  setWanted: (wanted: Wanted) => void
  isBusy: boolean
  takesCodes: boolean
  onChosen: () => void
}) {
  const id = useId()
  const intervals = [...new Set(offers.map(({ interval }) => interval))]
  const plans = offers.filter(({ interval }) => interval === wanted.interval)
  const most = plans.find(({ plan }) => plan === wanted.plan)?.maxQuantity ?? 1

  function submit(event: FormEvent) {
    event.preventDefault()
    onChosen()
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      {intervals.length > 1 && (
        <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
          <legend className="mb-2 font-semibold">Paid</legend>
          {intervals.map((interval) => (
            <label key={interval} className="flex min-h-8 items-center gap-3">
              <input
                type="radio"
                name="interval"
                checked={wanted.interval === interval}
                onChange={() => setWanted({ ...wanted, interval })}
                className="size-5 accent-go"
              />
              {interval === 'month' ? 'by the month' : 'by the year'}
            </label>
          ))}
        </fieldset>
      )}
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-semibold">Plan</legend>
        {plans.map(({ plan, name, price }) => (
          <label
            key={plan}
            className="flex min-h-12 items-center gap-3 rounded-xl border border-line px-4 py-2 has-checked:border-go has-checked:ring-2 has-checked:ring-go"
          >
            <input
              type="radio"
              name="plan"
              checked={wanted.plan === plan}
              onChange={() => setWanted({ ...wanted, plan })}
              className="size-5 flex-none accent-go"
            />
            <span className="font-semibold">{name}</span>
            <span className="ml-auto text-right text-muted">{price}</span>
          </label>
        ))}
      </fieldset>
      {most > 1 && (
        <div>
          <label htmlFor={`${id}-quantity`} className="mb-2 block font-semibold">
            How many
          </label>
          <input
            id={`${id}-quantity`}
            type="number"
            min={1}
            max={most}
            step={1}
            required
            value={wanted.quantity || ''}
            onChange={({ target }) => setWanted({ ...wanted, quantity: target.valueAsNumber || 0 })}
            className="min-h-11 w-28 rounded-lg border border-edge bg-paper px-3"
          />
        </div>
      )}
      {takesCodes && (
        <div>
          <label htmlFor={`${id}-code`} className="mb-2 block font-semibold">
            Promotion code, if you have one
          </label>
          <input
            id={`${id}-code`}
            type="text"
            autoComplete="off"
            maxLength={60}
            value={wanted.promotionCode ?? ''}
            onChange={({ target }) => {
              const { promotionCode: _, ...rest } = wanted
              const code = target.value.trim()
              setWanted(code ? { ...rest, promotionCode: code } : rest)
            }}
            className="min-h-11 w-full max-w-60 rounded-lg border border-edge bg-paper px-3"
          />
        </div>
      )}
      <button type="submit" className="button button-go justify-self-start" aria-disabled={isBusy}>
        {isBusy ? 'Working it out…' : 'See what it costs'}
      </button>
    </form>
  )
}
