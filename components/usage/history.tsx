'use client'

import { clsx } from 'clsx'
import { useEffect, useRef, useState } from 'react'
import { msPerDay } from '@/lib/billing/usage/days'
import { UsageChart } from './chart'
import { type ChartPoint, type ChartSpan, chartSpans, rangeOf } from './chart-text'
import { fetchHistory } from './fetch-usage'
import { useServerClock } from './live'
import { chartPoints } from './points'
import type { ShownMeter } from './types'

/** A chart is read again at most this often while its meter moves. */
const refreshMs = 4_000
/** A gauge that wasn't recorded in a range has the value from before it. */
const beforeMs = 60 * msPerDay

/** The history of a meter, by hours, days or weeks. The server has rendered the days. */
export function UsageHistory({ meter, initial }: { meter: ShownMeter; initial: ChartPoint[] }) {
  const [span, setSpan] = useState<ChartSpan>('days')
  const [shown, setShown] = useState({ span: 'days' as ChartSpan, points: initial })
  const [isMissing, setMissing] = useState(false)
  const isGauge = meter.aggregation === 'last'
  const now = useServerClock()
  const { used } = meter
  const latest = useRef({ meter, now })
  latest.current = { meter, now }
  const read = useRef({ span, used, time: 0, number: 0 })

  // Read again when another span is chosen, and while the meter moves.
  useEffect(() => {
    const last = read.current
    if (span === last.span && used === last.used) return
    const wait = span === last.span ? Math.max(0, last.time + refreshMs - Date.now()) : 0
    const timer = setTimeout(async () => {
      const number = read.current.number + 1
      read.current = { span, used, time: Date.now(), number }
      const points = await readPoints(latest.current.meter, span, latest.current.now())
      // Another one was asked for meanwhile.
      if (read.current.number !== number) return
      setMissing(points === null)
      if (points) setShown({ span, points })
    }, wait)
    return () => clearTimeout(timer)
  }, [used, span])

  return (
    <div>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h3 className="font-semibold text-sm">{isGauge ? 'Over time' : 'Usage over time'}</h3>
        <SpanButtons name={meter.name} span={span} choose={setSpan} />
      </div>
      <UsageChart
        name={meter.name}
        unit={meter.unit}
        step={chartSpans[shown.span].step}
        points={shown.points}
        isGauge={isGauge}
      />
      <p role="status" className="mt-2 text-muted text-sm empty:hidden">
        {isMissing && 'We couldn’t load this history. Try again in a moment.'}
      </p>
    </div>
  )
}

async function readPoints(
  meter: ShownMeter,
  span: ChartSpan,
  now: Date,
): Promise<ChartPoint[] | null> {
  const range = rangeOf(span, now)
  const isGauge = meter.aggregation === 'last'
  const from = isGauge ? new Date(range.from.getTime() - beforeMs) : range.from
  const recorded = await fetchHistory(meter.meter, { ...range, from })
  return recorded && chartPoints(recorded, range, meter.aggregation)
}

const SpanButtons = ({
  name,
  span,
  choose,
}: {
  name: string
  span: ChartSpan
  choose: (span: ChartSpan) => void
}) => (
  <fieldset className="flex rounded-field bg-sunk p-0.5 text-sm">
    <legend className="sr-only">Period of the chart of {name}</legend>
    {spans.map((each) => (
      <button
        key={each}
        type="button"
        aria-pressed={each === span}
        onClick={() => choose(each)}
        className={clsx(
          'min-h-8 rounded-[0.375rem] px-3 font-medium transition',
          each === span ? 'bg-card text-ink shadow-card' : 'text-muted hover:text-ink',
        )}
      >
        {chartSpans[each].name}
      </button>
    ))}
  </fieldset>
)

const spans: readonly ChartSpan[] = ['hours', 'days', 'weeks']
