import { clsx } from 'clsx'
import { barParts } from '@/lib/billing/usage/scale'

export type BarUsage = {
  used: number
  /** Reserved, and not yet used. */
  held: number
  /** `null` means unlimited. */
  included: number | null
  /** The forecast for the period's end; `null` without one. */
  expected: number | null
}

/**
 * A usage bar: what is used of what is included, then beyond it, then what is reserved. Each part has
 * a pattern of its own, so that color is never alone. `text` says the same in words.
 */
export function UsageBar({
  label,
  text,
  size = 'medium',
  ...usage
}: BarUsage & { label: string; text: string; size?: 'small' | 'medium' }) {
  const { used, included } = usage
  const parts = barParts(usage)
  const part = 'h-full flex-none transition-[width] duration-(--duration-slow)'
  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> in their own colors */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={included === null ? Math.max(used, 1) : Math.max(included, used, 1)}
        aria-valuenow={used}
        aria-valuetext={text}
        className={clsx(
          'flex overflow-hidden rounded-full bg-sunk',
          size === 'small' ? 'h-2' : 'h-3',
        )}
      >
        <div className={clsx(part, 'bg-brand')} style={{ width: widthOf(parts.included) }} />
        <div
          className={clsx(part, 'bg-signal dotted text-ink/45')}
          style={{ width: widthOf(parts.overage) }}
        />
        <div className={clsx(part, 'hatched text-brand')} style={{ width: widthOf(parts.held) }} />
        <div
          className={clsx(part, 'border-edge border-y border-dashed')}
          style={{ width: widthOf(parts.forecast) }}
        />
      </div>
      {parts.mark !== null && (
        <div
          aria-hidden="true"
          className="-inset-y-1 absolute w-0.5 rounded-full bg-ink"
          style={{ left: `calc(${widthOf(parts.mark)} - 1px)` }}
        />
      )}
    </div>
  )
}

const widthOf = (share: number): string => `${Math.round(share * 1e4) / 100}%`

/** What the parts of a bar are: a swatch and words for each part that is there. */
export const BarLegend = ({ parts }: { parts: { kind: BarPart; text: string }[] }) => (
  <ul className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-sm">
    {parts.map(({ kind, text }) => (
      <li key={kind} className="flex items-center gap-2">
        <span
          aria-hidden="true"
          className={clsx('size-3 flex-none rounded-[0.1875rem]', swatches[kind])}
        />
        {text}
      </li>
    ))}
  </ul>
)

export type BarPart = 'included' | 'overage' | 'held' | 'forecast'

const swatches: Record<BarPart, string> = {
  included: 'bg-brand',
  overage: 'bg-signal dotted text-ink/45',
  held: 'hatched text-brand',
  forecast: 'border border-dashed border-edge',
}
