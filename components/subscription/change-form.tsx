'use client'

import { type FormEvent, useId } from 'react'
import type { RecurringInterval } from '@/lib/billing/subscription/change'

/** A plan that can be chosen for a billing interval, with its price as text. */
export type Offer = {
  plan: string
  name: string
  interval: RecurringInterval
  price: string
  maxQuantity: number
}
export type Wanted = {
  plan: string
  interval: RecurringInterval
  quantity: number
  promotionCode?: string
}

/** Chooses a plan, its billing period, a quantity and a promotion code. */
export function ChangeForm({
  offers,
  wanted,
  setWanted,
  isBusy,
  takesCodes,
  onSubmit,
}: {
  offers: Offer[]
  wanted: Wanted
  setWanted: (wanted: Wanted) => void
  isBusy: boolean
  takesCodes: boolean
  onSubmit: () => void
}) {
  const id = useId()
  const intervals = [...new Set(offers.map(({ interval }) => interval))]
  const plans = offers.filter(({ interval }) => interval === wanted.interval)
  const maxQuantity = plans.find(({ plan }) => plan === wanted.plan)?.maxQuantity ?? 1

  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit()
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      {intervals.length > 1 && (
        <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
          <legend className="mb-2 font-semibold">Billing period</legend>
          {intervals.map((interval) => (
            <label key={interval} className="flex min-h-8 items-center gap-3">
              <input
                type="radio"
                name="interval"
                checked={wanted.interval === interval}
                onChange={() => setWanted({ ...wanted, interval })}
                className="size-5 accent-go"
              />
              {interval === 'month' ? 'Monthly' : 'Yearly'}
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
      {maxQuantity > 1 && (
        <div>
          <label htmlFor={`${id}-quantity`} className="mb-2 block font-semibold">
            Quantity
          </label>
          <input
            id={`${id}-quantity`}
            type="number"
            min={1}
            max={maxQuantity}
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
            Promotion code (optional)
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
        {isBusy ? 'Calculating…' : 'Preview change'}
      </button>
    </form>
  )
}
