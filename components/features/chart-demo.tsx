import { DemoCard } from './demo-card'
import { Figures } from './figures'
import type { Demo } from './types'

const width = 640
const height = 200

/** Values over the past weeks, as a line. A hidden table has the same values for screen readers. */
export function ChartDemo({ what, unit, values, figures }: Extract<Demo, { kind: 'chart' }>) {
  const most = Math.max(...values)
  const top = Math.ceil(most / 50) * 50
  const at = (value: number, week: number) =>
    [(week * width) / (values.length - 1), height - (value / top) * height] as const
  const line = values.map((value, week) => at(value, week).join(' ')).join(' L ')
  const [lastX, lastY] = at(values.at(-1) ?? 0, values.length - 1)

  return (
    <DemoCard title={what} about={`The past ${values.length} weeks`}>
      <Figures figures={figures} />
      <svg
        viewBox={`-4 -8 ${width + 12} ${height + 12}`}
        aria-hidden="true"
        className="mt-6 h-auto w-full overflow-visible"
      >
        {[0, 0.5, 1].map((share) => (
          <path key={share} d={`M0 ${share * height}H${width}`} stroke="var(--line)" />
        ))}
        <path d={`M ${line} L ${width} ${height} L 0 ${height} Z`} fill="var(--brand-tint)" />
        <path
          d={`M ${line}`}
          fill="none"
          stroke="var(--brand)"
          strokeWidth="3"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
        <circle cx={lastX} cy={lastY} r="5" fill="var(--brand)" />
      </svg>
      <p aria-hidden="true" className="mt-2 flex justify-between text-muted text-sm tabular-nums">
        <span>{values.length} weeks ago</span>
        <span>This week</span>
      </p>
      <table className="sr-only">
        <caption>
          {what}, in {unit}
        </caption>
        <tbody>
          {values.map((value, week) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a week has no id but its position
            <tr key={week}>
              <th scope="row">
                {week === values.length - 1 ? 'This week' : `${values.length - 1 - week} weeks ago`}
              </th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </DemoCard>
  )
}
