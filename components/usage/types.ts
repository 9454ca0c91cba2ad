import type { UsageForecast } from '@/lib/billing/usage/forecast'
import type { UsageTrend } from '@/lib/billing/usage/trend'

/** A meter in the current period, as `GET /api/usage` says it: times are ISO 8601. */
export type ShownMeter = {
  meter: string
  name: string
  unit: string
  aggregation: 'sum' | 'last' | 'max'
  used: number
  reserved: number
  /** `null` means unlimited. */
  included: number | null
  /** The price of each unit beyond that; `null` if the limit is hard. */
  overage: { cents: number; currency: string } | null
  /** The user's own spending cap. */
  cap: ShownCap | null
  resetsAt: string
  forecast: UsageForecast | null
  trend: UsageTrend | null
}

export type ShownCap = { mode: 'notify' | 'stop'; cents: number }
