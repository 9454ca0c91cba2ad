import type { PricedPlan, Usage } from '@/lib/billing/pricing/cost'

/**
 * Where a slider stops: nothing, 1-2-3-5-7 of each power of ten from a tenth of the smallest limit to
 * twice the largest, or ten times where more of it is sold, and every limit itself, since that is where prices bend. A slider of equal steps
 * would hold a thousand and a million in the same pixel.
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

/** The last stop that isn't beyond an amount: where a slider's thumb belongs. */
export const stopAt = (stops: readonly number[], amount: number): number =>
  Math.max(
    0,
    stops.findLastIndex((stop) => stop <= amount),
  )

/** Where the calculator starts: with what the lowest plan that costs something includes. */
export function usualUsage(plans: readonly PricedPlan[], meters: readonly string[]): Usage {
  const [paid] = plans.filter(({ prices }) => prices.length > 0).sort((a, b) => a.rank - b.rank)
  return Object.fromEntries(meters.map((meter) => [meter, paid?.limits[meter]?.included ?? 0]))
}

/** Meters that any plan limits: of others there is nothing to work out. */
export const metersOf = (meters: readonly string[], plans: readonly PricedPlan[]): string[] =>
  meters.filter((meter) => includedOf(meter, plans).length > 0)

/** What plans include of a meter; of those without a limit, nothing. */
const includedOf = (meter: string, plans: readonly PricedPlan[]): number[] =>
  plans.flatMap((plan) => plan.limits[meter]?.included ?? [])
