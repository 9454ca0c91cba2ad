import type { Limit, Plan, StaffGroup } from '@/lib/billing/catalog/schema'
import type { Entitlements } from './entitlements'
import { reachesPlan, reachesStaff } from './ladders'

/**
 * What gates need of a plan: the public part, as in `GET /api/plans`. Pages, handlers and
 * components call the gates below and decide nothing themselves. They run in browsers too, so this
 * file imports nothing heavy.
 */
export type SoldPlan = Pick<Plan, 'key' | 'name' | 'rank' | 'features' | 'permissions'> & {
  limits: Record<string, Pick<Limit, 'included' | 'overageCents'>>
}

/** A gate's decision: open, or what would open it. `requiredPlan` is `null` if no plan would. */
export type Gate = { kind: 'open' } | GateRefusal

export type GateRefusal =
  | { kind: 'plan_required'; requiredPlan: string | null; currentPlan: string }
  | {
      kind: 'permission_required'
      permission: string
      requiredPlan: string | null
      currentPlan: string
    }
  | ({ kind: 'limit_reached'; requiredPlan: string | null; currentPlan: string } & Reached)
  | { kind: 'staff_required'; group: string }

type Reached = { meter: string; included: number; used: number }

const open = { kind: 'open' } as const

/**
 * Opens if the user has the feature. A feature of no plan is our mistake, and closed to staff too.
 */
export function featureGate(
  feature: string,
  holder: Entitlements,
  plans: readonly SoldPlan[],
): Gate {
  if (holder.features.includes(feature)) return open
  return planRequired(
    holder,
    lowest(plans, (plan) => plan.features.includes(feature)),
  )
}

export function planGate(plan: string, holder: Entitlements, plans: readonly SoldPlan[]): Gate {
  if (reachesPlan(holder, plan, plans)) return open
  return planRequired(
    holder,
    lowest(plans, ({ key }) => key === plan),
  )
}

export function permissionGate(
  permission: string,
  holder: Entitlements,
  plans: readonly SoldPlan[],
): Gate {
  if (holder.permissions.includes(permission)) return open
  const opener = lowest(plans, (plan) => plan.permissions.includes(permission))
  return {
    kind: 'permission_required',
    permission,
    requiredPlan: opener?.key ?? null,
    currentPlan: holder.plan,
  }
}

/** Opens for the staff group and those above it. No plan opens it. */
export const staffGate = (
  group: string,
  holder: Pick<Entitlements, 'staff'>,
  groups: readonly Pick<StaffGroup, 'group' | 'rank'>[],
): Gate => (reachesStaff(holder, group, groups) ? open : { kind: 'staff_required', group })

/**
 * Opens if `wanted` more units fit, given what is `used` in this period. A limit with overage never
 * closes, as overage is billed. A hard limit closes for staff too.
 */
export function limitGate(
  { meter, used, wanted = 1 }: { meter: string; used: number; wanted?: number },
  holder: Entitlements,
  plans: readonly SoldPlan[],
): Gate {
  const limit = Object.hasOwn(holder.limits, meter) ? holder.limits[meter] : undefined
  // Anything but a valid amount closes the gate: a failed count must not open a limit.
  const total = used >= 0 && wanted >= 0 ? used + wanted : Number.POSITIVE_INFINITY
  if (limit && admits(limit, total)) return open

  const current = plans.find(({ key }) => key === holder.plan)
  const opener = lowest(plans, (plan) => {
    const theirs = Object.hasOwn(plan.limits, meter) ? plan.limits[meter] : undefined
    return plan.rank > (current?.rank ?? -1) && theirs !== undefined && admits(theirs, total)
  })
  return {
    kind: 'limit_reached',
    meter,
    included: limit?.included ?? 0,
    used,
    requiredPlan: opener?.key ?? null,
    currentPlan: holder.plan,
  }
}

const admits = (
  { included, overageCents }: Pick<Limit, 'included' | 'overageCents'>,
  total: number,
) =>
  Number.isFinite(total) && (included === null || overageCents !== undefined || total <= included)

const planRequired = (holder: Entitlements, opener: SoldPlan | undefined): GateRefusal => ({
  kind: 'plan_required',
  requiredPlan: opener?.key ?? null,
  currentPlan: holder.plan,
})

/** The lowest plan that would open the gate. A refusal offers it. */
const lowest = (plans: readonly SoldPlan[], opens: (plan: SoldPlan) => boolean) =>
  plans.filter(opens).sort((a, b) => a.rank - b.rank)[0]

/** The part of the catalog that a browser gets: no price keys, no groups, no staff. */
export const soldPlans = (plans: readonly Plan[]): SoldPlan[] =>
  plans.map(({ key, name, rank, features, permissions, limits }) => ({
    key,
    name,
    rank,
    features,
    permissions,
    limits: Object.fromEntries(
      Object.entries(limits).map(([meter, { included, overageCents }]) => [
        meter,
        { included, ...(overageCents !== undefined && { overageCents }) },
      ]),
    ),
  }))
