import { forStaff } from '@/lib/api/admin/require-staff'
import { liveGroupsOf } from '@/lib/api/live-callers'
import { isStale, type Token } from '@/lib/auth/token'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import { type Entitlements, entitlementsOf } from '@/lib/billing/gates/entitlements'
import {
  featureGate,
  type Gate,
  type GateRefusal,
  limitGate,
  permissionGate,
  planGate,
  type SoldPlan,
} from '@/lib/billing/gates/gates'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Sessions } from '@/lib/identity/sessions'
import { type CurrentAccountServices, currentAccount } from '@/lib/sync/current-account'
import { limitAsked, type UsageReaders } from '@/lib/sync/usage/limit-asked'

export type GateServices = CurrentAccountServices & {
  sessions: Sessions
  settings: Pick<Settings, 'APP_URL'>
}

/** A user whom a gate allowed: their row, and the access it gives now. */
export type Entrant = { account: Account; access: Access; entitlements: Entitlements }

/*
 * The gates of handlers: each returns the user, or throws an error that says how to get in. The row
 * decides, and a token older than the last change of access has to be refreshed first. A route for
 * staff has `staff(…)` as its caller, which needs no row.
 */
export const requireFeature = (services: GateServices, token: Token, feature: string) =>
  requireGate(services, token, (holder, plans) => featureGate(feature, holder, plans))

export const requirePlan = (services: GateServices, token: Token, plan: string) =>
  requireGate(services, token, (holder, plans) => planGate(plan, holder, plans))

export const requirePermission = (services: GateServices, token: Token, permission: string) =>
  requireGate(services, token, (holder, plans) => permissionGate(permission, holder, plans))

/**
 * Whether `wanted` more, by default one, may be used of a meter in this period. It reads the counter
 * unless the caller says what is `used`. Only a record or a reservation is exact under load.
 */
export const requireLimit = (
  services: GateServices & UsageReaders,
  token: Token,
  asked: { meter: string; used?: number; wanted?: number },
) =>
  requireGate(services, token, async (holder, plans, account) => {
    const { used, limits } = await limitAsked(services, account, asked)
    return limitGate({ ...asked, used }, { ...holder, limits }, plans)
  })

/** Any rule about what a user has: a handler with two gates reads the row once this way. */
export async function requireGate(
  services: GateServices,
  token: Token,
  ask: (holder: Entitlements, plans: readonly SoldPlan[], account: Account) => Gate | Promise<Gate>,
): Promise<Entrant> {
  const { rules } = services
  const account = await currentAccount(services, token)
  const access = decideAccess(account.facts, rules, services.now())
  const holder = (groups: string[]) => entitlementsOf(access, groups, rules)
  const opens = async (held: Entitlements) => ask(held, rules.catalog.plans, account)
  let entitlements = holder(token.groups)
  // What only a staff group opens needs Cognito's word that the user is in it now.
  if (entitlements.staff && (await opens(holder([]))).kind !== 'open') {
    entitlements = holder(await liveGroupsOf(services, token, null))
  }
  const gate = await opens(entitlements)
  if (gate.kind !== 'open') throw refused(gate, services.settings.APP_URL)
  if (isStale(token, account)) {
    throw new AppError('token_stale', 'Your access has changed. Refresh your token and try again.')
  }
  return { account, access, entitlements }
}

/** A refusal as an error for the caller. If no plan would help, it names none. */
function refused(refusal: GateRefusal, appUrl: string): AppError {
  if (refusal.kind === 'staff_required') return forStaff(refusal.group)
  const { kind, requiredPlan, ...facts } = refusal
  const upgradeUrl = requiredPlan && `${appUrl}/plans?upgrade=${encodeURIComponent(requiredPlan)}`
  const opener = requiredPlan
    ? ` It’s included in the plan "${requiredPlan}".`
    : ' It isn’t included in any plan.'
  switch (kind) {
    case 'plan_required':
      if (!requiredPlan) return new AppError('forbidden', 'This isn’t included in any plan.')
      return new AppError(kind, `This requires the plan "${requiredPlan}".`, {
        requiredPlan,
        ...facts,
        upgradeUrl,
      })
    case 'permission_required':
      return new AppError(kind, `This requires a permission that you don’t have.${opener}`, {
        ...facts,
        requiredPlan,
        upgradeUrl,
      })
    case 'limit_reached':
      return new AppError(kind, `That’s more than your plan includes.${opener}`, {
        ...facts,
        requiredPlan,
        upgradeUrl,
      })
  }
}
