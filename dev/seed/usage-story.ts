import { defaultPlan } from '@/lib/billing/catalog/catalog'
import { meteredPrices } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { recordedIn } from '@/lib/billing/usage/units'

/** What a demo account used: a share of what its plan includes, so far in this period. */
export type UsageStory = {
  share: number
  /** The user's own spending cap, in cents, on what they use most. */
  capCents?: number
}

export type DemoUse = { meter: string; quantity: number; at: Date }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The last two days, of which hours are kept, are recorded every three hours. */
const recentMs = 2 * dayMs
const stepMs = 3 * hourMs

/** Who has a story of usage: someone near a limit, someone beyond it, and someone with a cap. */
export function usageStories(
  catalog: Catalog,
): { name: string; plan: Plan; note: string; usage: UsageStory }[] {
  const sold = catalog.plans
    .filter((plan) => meteredPrices(plan).length > 0)
    .sort((a, b) => a.rank - b.rank)
  const [lowest] = sold
  const usual = sold[Math.floor(sold.length / 2)]
  if (!lowest || !usual) return []
  const [first] = meteredPrices(lowest)
  // Four fifths of the cap is spent by what is used beyond the plan.
  const capCents = first
    ? Math.ceil((first.included * 0.25 * first.overageCents) / 0.8 / 100) * 100
    : 0
  return [
    {
      name: 'near-limit',
      plan: defaultPlan(catalog),
      note: 'Usage: close to its limits',
      usage: { share: 0.93 },
    },
    {
      name: 'overage',
      plan: usual,
      note: 'Usage: more than is included',
      usage: { share: 1.22 },
    },
    {
      name: 'capped',
      plan: lowest,
      note: 'Usage: with a spending cap',
      usage: { share: 1.25, capCents },
    },
  ]
}

/** What is used of each meter of a plan from one time to another, as a service would record it. */
export function usesOf(
  plan: Plan,
  { meters }: Pick<Catalog, 'meters'>,
  share: number,
  { from, to, now }: { from: Date; to: Date; now: Date },
): DemoUse[] {
  return Object.entries(plan.limits).flatMap(([meter, { included, overageCents }]) => {
    const described = meters[meter]
    if (!described || !included) return []
    // Beyond a hard limit nothing is recorded.
    const most = overageCents === undefined ? Math.min(share, 0.93) : share
    const total = recordedIn(Math.floor(included * most), described)
    const times = timesBetween(from, to, now)
    return described.aggregation === 'sum'
      ? spread(total, times).map((use) => ({ meter, ...use }))
      : growth(total, times).map((use) => ({ meter, ...use }))
  })
}

/** A time on each day, and several on the last two. */
function timesBetween(from: Date, to: Date, now: Date): Date[] {
  const times: Date[] = []
  const recentFrom = now.getTime() - recentMs
  for (let at = from.getTime() + hourMs; at < to.getTime(); ) {
    times.push(new Date(at))
    at += at >= recentFrom ? stepMs : Math.min(dayMs, Math.max(recentFrom - at, stepMs))
  }
  return times
}

/** Spreads a sum over times: more on working days and by day, and never evenly. */
function spread(total: number, times: readonly Date[]): Omit<DemoUse, 'meter'>[] {
  const weights = times.map((at, index) => {
    const next = times[index + 1] ?? new Date(at.getTime() + stepMs)
    const isRecent = next.getTime() - at.getTime() < dayMs
    const byDay = at.getUTCDay() % 6 === 0 ? 0.35 : 1
    const sun = Math.sin(((at.getUTCHours() - 5) / 24) * 2 * Math.PI)
    const byHour = isRecent ? (0.2 + Math.max(0, sun)) / 4 : 1
    return byDay * byHour * (1 + 0.22 * Math.sin(index * 2.4) + index / times.length / 4)
  })
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let left = total
  return times.flatMap((at, index) => {
    const isLast = index === times.length - 1
    const quantity = isLast ? left : Math.floor((total * (weights[index] ?? 0)) / whole)
    left -= quantity
    return quantity > 0 ? [{ at, quantity }] : []
  })
}

/** A value that grows to what it is now, with a fall here and there. Once every third day. */
const growth = (total: number, times: readonly Date[]): Omit<DemoUse, 'meter'>[] =>
  times.flatMap((at, index) => {
    const isLast = index === times.length - 1
    if (index % 3 !== 0 && !isLast) return []
    const share = isLast ? 1 : 0.6 + (0.4 * index) / times.length + 0.05 * Math.sin(index)
    return [{ at, quantity: Math.max(0, Math.round(total * Math.min(1, share))) }]
  })
