import { clsx } from 'clsx'

/** Shows how much of a task is done. Without `value`, only that it is running. */
export const ProgressBar = ({ label, value }: { label: string; value?: number }) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={value === undefined ? undefined : Math.round(value * 100)}
    className="h-2 overflow-hidden rounded-full bg-sunk"
  >
    <div
      className={clsx(
        'h-full rounded-full bg-brand transition-[width] duration-(--duration-slow)',
        value === undefined && 'w-1/3 motion-safe:animate-[shuttle_1.2s_ease-in-out_infinite]',
      )}
      style={value === undefined ? undefined : { width: `${within(value) * 100}%` }}
    />
  </div>
)

/**
 * How much of a limit is used, in numbers and as a bar. Above the limit the bar gets the stripes of a
 * barrier: color alone would not say it.
 */
export const UsageBar = ({
  label,
  used,
  included,
  text,
}: {
  label: string
  used: number
  /** `null` if there is no limit. */
  included: number | null
  /** "820 of 1,000 calls" */
  text: string
}) => {
  const share = included === null ? 0 : included === 0 ? Number(used > 0) : used / included
  return (
    <div>
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold">{label}</span>
        <span className="text-muted tabular-nums">{text}</span>
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> in their own colors */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={included ?? undefined}
        aria-valuenow={included === null ? used : Math.min(used, included)}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-sunk"
      >
        <div
          className={clsx(
            'h-full rounded-full',
            share > 1 ? 'stripes' : share >= 0.8 ? 'bg-signal' : 'bg-brand',
          )}
          style={{ width: `${within(share) * 100}%` }}
        />
      </div>
    </div>
  )
}

const within = (share: number): number => Math.min(Math.max(share, 0), 1)
