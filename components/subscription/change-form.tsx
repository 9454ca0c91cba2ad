'use client'

import type { FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/forms/field'
import type { RecurringInterval } from '@/lib/billing/subscription/change'

/** A plan that can be chosen for a billing interval, with its price as text. */
export type Offer = {
  plan: string
  name: string
  interval: RecurringInterval
  price: string
  maxQuantity: number
  /** It bills usage when a period ends. */
  billsUsage: boolean
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
  endsOn,
  onSubmit,
}: {
  offers: Offer[]
  wanted: Wanted
  setWanted: (wanted: Wanted) => void
  isBusy: boolean
  takesCodes: boolean
  /** The day the subscription ends with its paid period. */
  endsOn: string | null
  onSubmit: () => void
}) {
  const intervals = [...new Set(offers.map(({ interval }) => interval))]
  const plans = offers.filter(({ interval }) => interval === wanted.interval)
  const maxQuantity = plans.find(({ plan }) => plan === wanted.plan)?.maxQuantity ?? 1

  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit()
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      {endsOn && (
        <p>
          Your subscription ends on {endsOn}. Until then you can upgrade. To make any other change,
          keep your subscription first.
        </p>
      )}
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
                className="size-5 accent-brand"
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
            className="flex min-h-12 items-center gap-3 rounded-card border border-line px-4 py-2 has-checked:border-brand has-checked:ring-2 has-checked:ring-brand"
          >
            <input
              type="radio"
              name="plan"
              checked={wanted.plan === plan}
              onChange={() => setWanted({ ...wanted, plan })}
              className="size-5 flex-none accent-brand"
            />
            <span className="font-semibold">{name}</span>
            <span className="ml-auto text-right text-muted">{price}</span>
          </label>
        ))}
      </fieldset>
      {maxQuantity > 1 && (
        <TextField
          label="Quantity"
          className="w-28"
          type="number"
          min={1}
          max={maxQuantity}
          step={1}
          required
          value={wanted.quantity || ''}
          onChange={({ target }) => setWanted({ ...wanted, quantity: target.valueAsNumber || 0 })}
        />
      )}
      {takesCodes && (
        <TextField
          label="Promotion code (optional)"
          className="max-w-60"
          autoComplete="off"
          maxLength={60}
          value={wanted.promotionCode ?? ''}
          onChange={({ target }) => {
            const { promotionCode: _, ...rest } = wanted
            const code = target.value.trim()
            setWanted(code ? { ...rest, promotionCode: code } : rest)
          }}
        />
      )}
      <Button
        type="submit"
        variant="primary"
        isBusy={isBusy}
        busyText="Calculating…"
        className="sm:justify-self-start"
      >
        Preview change
      </Button>
    </form>
  )
}
