import type { Plan } from '@/lib/billing/catalog/schema'
import type { LimitChange } from '@/lib/billing/pricing/plan-difference'

/** A limit that becomes lower. `used` is the current usage, `null` if unknown. */
export type LoweredLimit = Pick<LimitChange, 'meter' | 'from' | 'to'> & {
  used: number | null
  /** The usage exceeds the new hard limit. With overage nothing breaks: it is billed. */
  isBroken: boolean
}

/** The limits that a change lowers, exceeded ones first. */
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
