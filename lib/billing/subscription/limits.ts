import type { Plan } from '@/lib/billing/catalog/schema'
import type { LimitChange } from '@/lib/billing/pricing/plan-difference'

/** A limit that gets smaller; `used` is what is used of it now, `null` if nobody knows. */
export type LoweredLimit = Pick<LimitChange, 'meter' | 'from' | 'to'> & {
  used: number | null
  /** More is used than the new plan lets anybody use. Overage is paid for, and breaks nothing. */
  isBroken: boolean
}

/** What a change takes away of what is counted, what it breaks first. */
export function loweredLimits(
  limits: readonly LimitChange[],
  to: Plan,
  usage: Record<string, number> = {},
): LoweredLimit[] {
  return limits
    .filter(({ change }) => change === 'less')
    .map(({ meter, from, to: included }) => {
      const used = Object.hasOwn(usage, meter) ? (usage[meter] ?? null) : null
      const isHard = to.limits[meter]?.overageCents === undefined
      const isBroken = isHard && used !== null && included !== null && used > included
      return { meter, from, to: included, used, isBroken }
    })
    .sort((a, b) => Number(b.isBroken) - Number(a.isBroken))
}
