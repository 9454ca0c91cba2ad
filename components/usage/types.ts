import type { UsageForecast } from '@/lib/billing/usage/forecast'
import type { UsageTrend } from '@/lib/billing/usage/trend'

/** A meter in the current period, as it comes from the API: times are ISO 8601. */
export type MeterUsage = {
  meter: string
  used: number
  reserved: number
  /** `null` means unlimited. */
  included: number | null
  resetsAt: string
  /** What is used beyond that, and what it costs so far; `null` if the limit is hard. */
  overage: { units: number; amountCents: number } | null
  /** The user's own spending cap. */
  cap: Cap | null
  forecast: UsageForecast | null
  trend: UsageTrend | null
}

export type Cap = { mode: 'notify' | 'stop'; cents: number }

/** What doesn't change while a page is open. */
export type MeterTerms = {
  key: string
  name: string
  description: string
  unit: string
  /** It has a current value, such as storage, and no sum. */
  isGauge: boolean
  currency: string
  /** What happens beyond what is included. */
  beyond: string
}
