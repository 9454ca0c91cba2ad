import { UsageChart } from '@/components/usage/chart'
import { MeterRow } from '@/components/usage/meter-row'
import { MeterSummary } from '@/components/usage/meter-summary'
import type { ShownMeter } from '@/components/usage/types'

export const GalleryUsage = () => (
  <div className="grid gap-8">
    {meters.map((meter) => (
      <MeterSummary key={meter.used} meter={meter} />
    ))}
    <MeterRow meter={storage} />
    <UsageChart name="API calls" unit="calls" step="day" points={days} />
    <UsageChart name="Storage" unit="GB" step="day" points={gigabyteDays} isGauge />
  </div>
)

const calls: ShownMeter = {
  meter: 'api_calls',
  name: 'API calls',
  unit: 'calls',
  aggregation: 'sum',
  used: 42_310,
  reserved: 0,
  included: 100_000,
  overage: { cents: 0.1, currency: 'usd' },
  cap: null,
  resetsAt: '2026-12-14T00:00:00.000Z',
  forecast: { expected: 74_000, low: 69_000, high: 80_000 },
  trend: null,
}
const meters: ShownMeter[] = [
  calls,
  { ...calls, used: 86_000, reserved: 6_000, forecast: null },
  {
    ...calls,
    used: 118_400,
    reserved: 9_000,
    forecast: { expected: 151_000, low: 140_000, high: 162_000 },
  },
  { ...calls, used: 940, included: 1_000, overage: null, forecast: null },
  { ...calls, used: 36, included: null, overage: null, forecast: null },
]
const storage: ShownMeter = {
  ...calls,
  meter: 'storage',
  name: 'Storage',
  unit: 'GB',
  aggregation: 'last',
  used: 91,
  included: 100,
  forecast: null,
}

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
