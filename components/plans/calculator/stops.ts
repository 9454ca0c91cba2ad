import type { PricedPlan, Usage } from '@/lib/billing/pricing/cost'

/**
 * The amounts that a slider can be set to: 0, every limit (where prices change slope), and
 * 1-2-3-5-7 of each power of ten. They run from a tenth of the smallest limit to twice the largest,
 * or to ten times the largest if overage is sold. With equal steps a thousand and a million would
 * share a pixel.
 */
export function stopsFor(meter: string, plans: readonly PricedPlan[]): number[] {
  const limits = includedOf(meter, plans)
  const isSold = plans.some((plan) => plan.limits[meter]?.overageCents !== undefined)
  const most = Math.max(10, (isSold ? 10 : 2) * Math.max(0, ...limits))
  const least = Math.max(1, Math.min(...limits.filter((limit) => limit > 0), most) / 10)
  const stops = new Set([0, ...limits])
  for (let power = 10 ** Math.floor(Math.log10(least)); power <= most; power *= 10) {
    for (const digit of [1, 2, 3, 5, 7]) if (digit * power <= most) stops.add(digit * power)
  }
  stops.add(most)
  return [...stops].sort((a, b) => a - b)
}

/** The index of the last stop at or below an amount: the position of the slider's thumb. */
export const stopAt = (stops: readonly number[], amount: number): number =>
  Math.max(
    0,
    stops.findLastIndex((stop) => stop <= amount),
  )

/** The calculator's initial usage: what the lowest paid plan includes. */
export function usualUsage(plans: readonly PricedPlan[], meters: readonly string[]): Usage {
  const [paid] = plans
    .filter(({ prices, trialOnly }) => prices.length > 0 && !trialOnly)
    .sort((a, b) => a.rank - b.rank)
  return Object.fromEntries(meters.map((meter) => [meter, paid?.limits[meter]?.included ?? 0]))
}

/** Meters that at least one plan limits. Other meters don't affect a price. */
export const metersOf = (meters: readonly string[], plans: readonly PricedPlan[]): string[] =>
  meters.filter((meter) => includedOf(meter, plans).length > 0)

/** How much of a meter each plan includes; unlimited plans are left out. */
const includedOf = (meter: string, plans: readonly PricedPlan[]): number[] =>
  plans.flatMap((plan) => plan.limits[meter]?.included ?? [])
