'use client'

import { clsx } from 'clsx'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { count } from '@/components/ui/dates'
import { Cell, HeadCell, Row, Table } from '@/components/ui/table'
import { quantity } from '@/lib/billing/catalog/unit-text'
import { axisTop } from '@/lib/billing/usage/scale'
import { type ChartPoint, type ChartStep, pointAfterKey, pointName, pointText } from './chart-text'
import { compactText } from './text'

/**
 * Usage over time, as bars. The pointer or the arrow keys choose a bar, whose value is read out; the
 * table below has all of them. A gauge, such as storage, is drawn as an area.
 */
export function UsageChart({
  name,
  unit,
  step,
  points,
  isGauge = false,
}: {
  name: string
  unit: string
  step: ChartStep
  /** The oldest first, and at least one. */
  points: readonly ChartPoint[]
  isGauge?: boolean
}) {
  const [chosen, setChosen] = useState<number | null>(null)
  const last = points.length - 1
  const at = Math.min(chosen ?? last, last)
  const shown = points[at]
  if (!shown) return null
  const top = axisTop(Math.max(...points.map(({ value }) => value)))

  const chooseByPointer = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    const share = (clientX - left) / Math.max(width, 1)
    setChosen(Math.min(Math.max(Math.floor(share * points.length), 0), last))
  }
  const chooseByKey = (event: KeyboardEvent) => {
    const to = pointAfterKey(event.key, at, points.length)
    if (to === null) return
    event.preventDefault()
    setChosen(to)
  }

  return (
    <div>
      <p className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="text-muted">{pointName(shown, step)}</span>
        <span className="font-semibold tabular-nums">{quantity(shown.value, unit)}</span>
      </p>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <Axis top={top} />
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${name} per ${step}`}
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={at}
          aria-valuetext={pointText(shown, step, unit)}
          onKeyDown={chooseByKey}
          onPointerMove={chooseByPointer}
          onPointerDown={chooseByPointer}
          onPointerLeave={() => setChosen(null)}
          onBlur={() => setChosen(null)}
          className="touch-pan-y rounded-[0.25rem]"
        >
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${points.length} 100`}
            preserveAspectRatio="none"
            className="block h-40 w-full overflow-visible"
          >
            <Grid width={points.length} />
            {isGauge ? (
              <Area points={points} top={top} at={chosen === null ? null : at} />
            ) : (
              <Bars points={points} top={top} at={chosen === null ? null : at} />
            )}
          </svg>
        </div>
        <p
          aria-hidden="true"
          className="col-start-2 mt-1.5 flex justify-between text-muted text-xs tabular-nums"
        >
          {ends(points).map((point) => (
            <span key={point.at}>{pointName(point, step).replace('Week of ', '')}</span>
          ))}
        </p>
      </div>
      <ChartTable {...{ name, unit, step, points }} />
    </div>
  )
}

type Drawn = { points: readonly ChartPoint[]; top: number; at: number | null }

/** So many of the axis's highest value are a bar. The smallest use is visible, too. */
const heightOf = (value: number, top: number) =>
  value > 0 ? Math.max((value / top) * 100, 1.5) : 0

const Bars = ({ points, top, at }: Drawn) => (
  <>
    {points.map(({ at: time, value }, index) => {
      const height = heightOf(value, top)
      return (
        <rect
          key={time}
          x={index + 0.12}
          width={0.76}
          y={100 - height}
          height={height}
          className={clsx(
            'fill-brand transition-opacity',
            at !== null && at !== index && 'opacity-40',
          )}
        />
      )
    })}
  </>
)

/** A step for each point: the value holds until the next one. */
function Area({ points, top, at }: Drawn) {
  const steps = points
    .map(({ value }, index) => `V${100 - heightOf(value, top)}H${index + 1}`)
    .join('')
  const [first] = points
  const line = `M0 ${100 - heightOf(first?.value ?? 0, top)}${steps}`
  return (
    <>
      <path d={`${line}V100H0Z`} className="fill-brand-tint" />
      {at !== null && <rect x={at} width={1} y={0} height={100} className="fill-brand/20" />}
      <path
        d={line}
        fill="none"
        strokeWidth={2}
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
        className="stroke-brand"
      />
    </>
  )
}

const Grid = ({ width }: { width: number }) => (
  <>
    {[0, 50, 100].map((y) => (
      <path
        key={y}
        d={`M0 ${y}H${width}`}
        vectorEffect="non-scaling-stroke"
        className="stroke-line"
      />
    ))}
  </>
)

const Axis = ({ top }: { top: number }) => (
  <p
    aria-hidden="true"
    className="flex h-40 flex-col justify-between text-right text-muted text-xs tabular-nums leading-none [&>*]:-my-1.5"
  >
    {[top, top / 2, 0].map((value) => (
      <span key={value} className="py-0.5">
        {compactText(value)}
      </span>
    ))}
  </p>
)

/** The points that the axis of time names: the first, the one in the middle, and the last. */
function ends(points: readonly ChartPoint[]): ChartPoint[] {
  const named = [points[0], points[Math.floor((points.length - 1) / 2)], points.at(-1)]
  return [...new Set(named.flatMap((point) => point ?? []))]
}

const ChartTable = ({
  name,
  unit,
  step,
  points,
}: {
  name: string
  unit: string
  step: ChartStep
  points: readonly ChartPoint[]
}) => (
  <details className="group mt-3 text-sm">
    <summary className="w-fit cursor-pointer rounded text-muted hover:text-ink">
      <span className="group-open:hidden">Show as a table</span>
      <span className="hidden group-open:inline">Hide the table</span>
    </summary>
    <Table
      caption={`${name} per ${step}, in ${unit}`}
      className="mt-3 max-h-72"
      head={
        <>
          <HeadCell>{step === 'hour' ? 'Hour (UTC)' : step === 'day' ? 'Day' : 'Week'}</HeadCell>
          <HeadCell isNumber>{name}</HeadCell>
        </>
      }
    >
      {points.toReversed().map((point) => (
        <Row key={point.at}>
          <Cell isHeading className="py-1.5 font-normal">
            {pointName(point, step)}
          </Cell>
          <Cell isNumber className="py-1.5">
            {count(point.value)}
          </Cell>
        </Row>
      ))}
    </Table>
  </details>
)
