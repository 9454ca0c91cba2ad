import type { ShownMeter } from '@/components/usage/types'

/** A meter of a plan that includes 100,000 calls and sells more, as the pages get it. */
export const shownMeter = (given: Partial<ShownMeter> = {}): ShownMeter => ({
  meter: 'api_calls',
  name: 'API calls',
  unit: 'calls',
  aggregation: 'sum',
  used: 42_310,
  reserved: 0,
  included: 100_000,
  overage: { cents: 0.1, currency: 'usd' },
  cap: null,
  resetsAt: '2026-04-01T12:00:00.000Z',
  forecast: null,
  trend: null,
  ...given,
})
