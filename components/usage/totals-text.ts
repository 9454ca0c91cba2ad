import { overageCost } from '@/lib/billing/usage/alert-message'
import { datedMeter } from './parts-text'
import type { ShownMeter } from './types'

/**
 * What usage beyond the plan costs so far, and probably at the period's end, in the currency that the
 * user pays in. Meters of a user never differ in it.
 */
export function extraCost(meters: readonly ShownMeter[]): {
  soFar: number
  /** `null` while a forecast is missing that could add to it. */
  expected: number | null
  currency: string
  isSold: boolean
} {
  const sold = meters.filter(({ overage }) => overage !== null)
  const soFar = sum(sold.map((meter) => overageCost(datedMeter(meter))))
  // A gauge has no forecast: what is stored now is what is known.
  const isKnown = sold.every(({ aggregation, forecast }) => aggregation !== 'sum' || forecast)
  const expected = sum(
    sold.map((meter) =>
      overageCost({ ...datedMeter(meter), used: meter.forecast?.expected ?? meter.used }),
    ),
  )
  return {
    soFar,
    expected: isKnown ? expected : null,
    currency: sold[0]?.overage?.currency ?? 'usd',
    isSold: sold.length > 0,
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
