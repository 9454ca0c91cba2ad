import type { ReactNode } from 'react'
import { type BarUsage, UsageBar } from './bar'

/** A meter's name, how much of it is used, and its bar: two lines. */
export const UsageLine = ({
  label,
  text,
  icon,
  spoken = text,
  ...usage
}: BarUsage & {
  label: string
  /** "820 of 1,000 calls" */
  text: string
  icon?: ReactNode
  /** What the bar is for screen readers, if that is more than the text. */
  spoken?: string
}) => (
  <div className="grid gap-2">
    <p className="flex flex-wrap items-center justify-between gap-x-4">
      <span className="flex min-w-0 items-center gap-2.5 font-semibold">
        {icon}
        {label}
      </span>
      <span className="text-muted tabular-nums">{text}</span>
    </p>
    {/* Without a limit there is nothing to be a share of. */}
    {usage.included !== null && <UsageBar size="small" label={label} text={spoken} {...usage} />}
  </div>
)
