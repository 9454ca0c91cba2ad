/** The parts of a usage bar, each as a share of its whole length, from 0 to 1. */
export type BarParts = {
  /** Used of what is included. */
  included: number
  /** Used beyond it. */
  overage: number
  /** Reserved, and not yet used. */
  held: number
  /** Where the forecast lies beyond the parts above. */
  forecast: number
  /** Where what is included ends; `null` at the bar's end, or without a limit. */
  mark: number | null
}

/**
 * Divides a bar. Its length is what is included, or what is used and held if that is more. A
 * forecast makes it longer, but at most twice as long, so that today's use stays readable.
 */
export function barParts({
  used,
  held,
  included,
  expected,
}: {
  used: number
  held: number
  /** `null` means unlimited. */
  included: number | null
  /** The forecast; `null` without one. */
  expected: number | null
}): BarParts {
  const now = used + held
  const least = Math.max(now, included ?? 0)
  const whole = Math.max(least, Math.min(expected ?? 0, 2 * least))
  if (whole === 0) return { included: 0, overage: 0, held: 0, forecast: 0, mark: null }
  const within = included === null ? used : Math.min(used, included)
  return {
    included: within / whole,
    overage: (used - within) / whole,
    held: held / whole,
    forecast: Math.max(0, Math.min(expected ?? 0, whole) - now) / whole,
    mark: included !== null && included < whole ? included / whole : null,
  }
}

/** The highest value of a chart's axis: round, and not far above the largest bar. */
export function axisTop(largest: number): number {
  if (largest <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(largest))
  const steps = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10]
  // In tens of the power, since 1.2 * 10 isn't 12 for every power.
  return Math.round((steps.find((step) => step * power >= largest) ?? 10) * power)
}
