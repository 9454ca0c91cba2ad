import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** The color of a badge, notice, toast or icon, by meaning: see the README of this folder. */
export type Tone = 'neutral' | 'brand' | 'go' | 'signal' | 'bad'

/** A word or two about the thing next to it: "Active", "Past due", "Save 16%". */
export const Badge = ({
  tone = 'neutral',
  icon,
  className,
  children,
}: {
  tone?: Tone
  /** A lucide icon at `size-3.5`, hidden from screen readers. */
  icon?: ReactNode
  className?: string
  children: ReactNode
}) => (
  <span
    className={clsx(
      'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2.5 py-0.5 font-semibold text-xs',
      tones[tone],
      className,
    )}
  >
    {icon}
    {children}
  </span>
)

const tones: Record<Tone, string> = {
  neutral: 'bg-sunk text-ink',
  brand: 'bg-brand-tint text-brand',
  go: 'bg-go-tint text-go',
  signal: 'bg-signal-tint text-signal-ink',
  bad: 'bg-bad-tint text-bad',
}
