'use client'

import { useEffect, useState } from 'react'
import { longDate } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import { useMeters, useServerClock } from './live'
import { rounded, timeLeft } from './text'
import { extraCost } from './totals-text'

/** What the period comes to: the extra cost so far, the forecast of it, and when everything resets. */
export function UsageTotals({ resetsAt }: { resetsAt: string }) {
  const meters = useMeters()
  const clock = useServerClock()
  const end = new Date(resetsAt)
  // The first render must be the server's.
  const [now, setNow] = useState(clock)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each answer, time has passed
  useEffect(() => setNow(clock()), [clock, meters])
  const { soFar, expected, currency, isSold } = extraCost(meters)
  return (
    <dl className="mb-6 grid overflow-hidden rounded-card border border-line bg-card shadow-card max-sm:divide-y sm:grid-cols-3 sm:divide-x divide-line">
      <Total
        name="Extra cost so far"
        note={isSold ? 'On top of your plan' : 'Nothing costs extra on your plan'}
      >
        {money(soFar, currency)}
      </Total>
      <Total
        name="Expected extra cost"
        note={expected === null ? 'Known after the first two days' : `By ${longDate(end)}`}
      >
        {expectedText(soFar, expected, currency)}
      </Total>
      <Total name="Resets in" note={longDate(end)}>
        {timeLeft(end, now)}
      </Total>
    </dl>
  )
}

/** Not to the cent, which no one can know. */
function expectedText(soFar: number, expected: number | null, currency: string): string {
  if (expected === null) return 'Not yet known'
  return expected <= soFar
    ? money(soFar, currency)
    : `About ${money(Math.max(soFar, rounded(expected)), currency)}`
}

const Total = ({ name, note, children }: { name: string; note: string; children: string }) => (
  <div className="px-5 py-4">
    <dt className="text-muted text-sm">{name}</dt>
    <dd className="mt-1">
      <span className="font-bold text-2xl tabular-nums tracking-tight">{children}</span>
      <span className="mt-0.5 block text-muted text-sm">{note}</span>
    </dd>
  </div>
)
