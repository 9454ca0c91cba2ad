'use client'

import { clsx } from 'clsx'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { lower, quantity } from '@/lib/billing/catalog/unit-text'
import {
  compareCosts,
  maxUsage,
  type PlanCost,
  type PricedPlan,
  type PriceTerms,
  type Usage,
} from '@/lib/billing/pricing/cost'
import { useTerms } from '../terms/by-terms'
import { stopAt, stopsFor } from './stops'
import { detailText, type PlanNames, totalText, verdict } from './text'

export type CalculatorPlan = PricedPlan & { name: string }
export type CalculatorMeter = { key: string; name: string; unit: string; isMonthly: boolean }

/**
 * Shows what each plan costs for a usage. The browser computes it with the server's code. Without
 * JavaScript it is a form that the server answers, with the same query parameters.
 */
export function Calculator({
  plans,
  meters,
  usage: start,
  carried,
}: {
  plans: CalculatorPlan[]
  meters: CalculatorMeter[]
  usage: Usage
  /** The page's other query parameters, but for the terms. */
  carried: Record<string, string>
}) {
  const terms = useTerms()
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(meters.map(({ key }) => [key, String(start[key] ?? 0)])),
  )
  const usage = Object.fromEntries(meters.map(({ key }) => [key, readAmount(typed[key])]))
  const comparison = compareCosts(plans, usage, terms)
  const names: PlanNames = {
    plans: Object.fromEntries(plans.map(({ key, name }) => [key, name])),
    meters: Object.fromEntries(meters.map(({ key, name }) => [key, lower(name)])),
  }

  return (
    <form
      method="get"
      action="/plans#calculator"
      className="mt-6 grid gap-x-12 gap-y-8 rounded-2xl border border-line bg-card p-5 shadow-card sm:p-8 lg:grid-cols-[5fr_6fr]"
    >
      {Object.entries({ ...carried, ...terms }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="grid content-start gap-6">
        {meters.map((meter) => (
          <Amount
            key={meter.key}
            meter={meter}
            stops={stopsFor(meter.key, plans)}
            typed={typed[meter.key] ?? ''}
            onType={(text) => setTyped((before) => ({ ...before, [meter.key]: text }))}
          />
        ))}
        <Button type="submit" variant="primary" className="not-noscript:hidden">
          Calculate
        </Button>
      </div>
      <div>
        <p role="status" className="font-bold text-lg">
          {verdict(comparison, terms, names)}
        </p>
        <ul aria-label="Cost of each plan" className="mt-4 grid gap-2">
          {comparison.costs.map((cost) => (
            <Cost
              key={cost.plan}
              cost={cost}
              terms={terms}
              names={names}
              isCheapest={cost.plan === comparison.cheapest}
            />
          ))}
        </ul>
      </div>
    </form>
  )
}

/** A slider and a number field for the same amount: each updates the other. */
function Amount({
  meter: { key, name, unit, isMonthly },
  stops,
  typed,
  onType,
}: {
  meter: CalculatorMeter
  stops: number[]
  typed: string
  onType(text: string): void
}) {
  const id = useId()
  const amount = readAmount(typed)
  const unitText = isMonthly ? `${unit} per month` : lower(name) === unit ? null : unit

  return (
    <div>
      <div className="flex items-center justify-between gap-4">
        <div>
          <label htmlFor={id} className="font-semibold">
            {name}
          </label>
          {unitText && (
            <p id={`${id}-unit`} className="text-muted text-sm">
              {unitText}
            </p>
          )}
        </div>
        <input
          id={id}
          type="number"
          aria-describedby={unitText ? `${id}-unit` : undefined}
          name={key}
          inputMode="numeric"
          min={0}
          max={maxUsage}
          step={1}
          value={typed}
          onChange={({ target }) => onType(target.value)}
          className="w-36 rounded-lg border border-edge bg-paper px-3 py-2 text-right tabular-nums"
        />
      </div>
      <input
        type="range"
        aria-label={`${name}, slider`}
        aria-valuetext={quantity(amount, unit)}
        min={0}
        max={stops.length - 1}
        step={1}
        value={stopAt(stops, amount)}
        onChange={({ target }) => onType(String(stops[target.valueAsNumber] ?? 0))}
        className="mt-2 h-7 w-full cursor-pointer accent-brand noscript:hidden"
      />
    </div>
  )
}

function Cost({
  cost,
  terms,
  names,
  isCheapest,
}: {
  cost: PlanCost
  terms: PriceTerms
  names: PlanNames
  isCheapest: boolean
}) {
  const total = totalText(cost, terms)
  const isEnough = cost.kind === 'priced' && cost.exceeded.length === 0

  return (
    <li
      className={clsx(
        'grid grid-cols-[1fr_auto] items-baseline gap-x-4 rounded-xl border px-4 py-3',
        isCheapest ? 'border-brand bg-brand-tint' : 'border-line',
      )}
    >
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
        {names.plans[cost.plan]}
        {isCheapest && (
          <span className="printed rounded-full bg-brand px-2 py-0.5 font-bold text-on-brand">
            Best price
          </span>
        )}
      </p>
      <p className={clsx('text-right', !isEnough && 'text-muted')}>
        <span className={clsx('text-lg tabular-nums', isEnough && 'font-bold')}>
          {total.amount}
        </span>
        <span className="text-sm">{total.per}</span>
      </p>
      <p className={clsx('col-span-2 text-sm', isCheapest ? 'text-ink' : 'text-muted')}>
        {detailText(cost, terms, names)}
      </p>
    </li>
  )
}

/** The typed text as a usable amount: rounded up, and between 0 and the maximum. */
function readAmount(typed = ''): number {
  const amount = Math.ceil(Number(typed))
  return amount > 0 ? Math.min(amount, maxUsage) : 0
}
