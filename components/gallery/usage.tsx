import { UsageChart } from '@/components/usage/chart'
import { UsageLine } from '@/components/usage/line'
import { MeterSummary } from '@/components/usage/meter-summary'
import type { MeterTerms, MeterUsage } from '@/components/usage/types'

export const GalleryUsage = () => (
  <div className="grid gap-8">
    {meters.map((usage) => (
      <MeterSummary key={usage.used} usage={usage} terms={calls} />
    ))}
    <UsageLine
      label="Storage"
      text="91 of 100 GB"
      used={91}
      held={0}
      included={100}
      expected={null}
    />
    <UsageChart name="API calls" unit="calls" step="day" points={days} />
    <UsageChart name="Storage" unit="GB" step="day" points={gigabyteDays} isGauge />
  </div>
)

const calls: MeterTerms = {
  key: 'api_calls',
  name: 'API calls',
  description: 'Requests to the API.',
  unit: 'calls',
  isGauge: false,
  currency: 'usd',
  beyond: '',
}

const usage: MeterUsage = {
  meter: 'api_calls',
  used: 42_310,
  reserved: 0,
  included: 100_000,
  resetsAt: '2026-12-14T00:00:00.000Z',
  overage: { units: 0, amountCents: 0 },
  cap: null,
  forecast: { expected: 74_000, low: 69_000, high: 80_000 },
  trend: null,
}
const meters: MeterUsage[] = [
  usage,
  { ...usage, used: 86_000, reserved: 6_000, forecast: null },
  {
    ...usage,
    used: 118_400,
    reserved: 9_000,
    overage: { units: 18_400, amountCents: 1_840 },
    forecast: { expected: 151_000, low: 140_000, high: 162_000 },
  },
  { ...usage, used: 940, included: 1_000, overage: null, forecast: null },
  { ...usage, used: 36, included: null, overage: null, forecast: null },
]

const dayMs = 86_400_000
const firstDay = Date.UTC(2026, 10, 14)
const days = Array.from({ length: 30 }, (_, day) => {
  const at = new Date(firstDay + day * dayMs)
  const isWeekend = at.getUTCDay() % 6 === 0
  return {
    at: at.toISOString(),
    value: Math.round((isWeekend ? 900 : 3_100) * (1 + 0.3 * Math.sin(day * 2.1))),
  }
})
const gigabyteDays = days.map(({ at }, day) => ({
  at,
  value: 60 + Math.floor(day * 1.4) - (day % 9),
}))
