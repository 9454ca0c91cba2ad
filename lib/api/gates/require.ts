import { forStaff } from '@/lib/api/admin/require-staff'
import { liveGroupsOf } from '@/lib/api/live-callers'
import { isStale, type Token } from '@/lib/auth/token'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import { lower } from '@/lib/billing/catalog/unit-text'
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
import { type LimitAsked, limitAsked, type UsageReaders } from '@/lib/sync/usage/limit-asked'

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
    const { used, limits, cap } = await limitAsked(services, account, asked)
    const gate = limitGate({ ...asked, used }, { ...holder, limits }, plans)
    if (gate.kind === 'limit_reached' && cap) throw capReached(services, gate, cap)
    return gate
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
  if (gate.kind !== 'open') throw refused(gate, rules.catalog.plans, services.settings.APP_URL)
  if (isStale(token, account)) {
    throw new AppError('token_stale', 'Your access has changed. Refresh your token and try again.')
  }
  return { account, access, entitlements }
}

/** A refusal as an error for the caller. If no plan would help, it names none. */
function refused(
  refusal: GateRefusal,
  plans: readonly Pick<SoldPlan, 'key' | 'name'>[],
  appUrl: string,
): AppError {
  if (refusal.kind === 'staff_required') return forStaff(refusal.group)
  const { kind, requiredPlan, ...facts } = refusal
  const upgradeUrl = requiredPlan && `${appUrl}/plans?upgrade=${encodeURIComponent(requiredPlan)}`
  const planName = plans.find(({ key }) => key === requiredPlan)?.name
  switch (kind) {
    case 'plan_required':
      if (!requiredPlan) return new AppError('forbidden', 'This isn’t included in any plan.')
      return new AppError(kind, `This requires the ${planName} plan.`, {
        requiredPlan,
        ...facts,
        upgradeUrl,
      })
    case 'permission_required':
      return new AppError(
        kind,
        `This requires a permission that you don’t have. ${planName ? `It’s included in the ${planName} plan.` : 'It isn’t included in any plan.'}`,
        { ...facts, requiredPlan, upgradeUrl },
      )
    case 'limit_reached':
      return new AppError(
        kind,
        `That’s more than your plan includes. ${planName ? `The ${planName} plan has room for it.` : 'No plan includes more.'}`,
        { ...facts, requiredPlan, upgradeUrl },
      )
  }
}

/** The plan sells more, so what opens this is the user's own cap and not another plan. */
function capReached(
  { rules, settings }: GateServices,
  { meter, used, included: limit, currentPlan }: Extract<GateRefusal, { kind: 'limit_reached' }>,
  { included, resetsAt }: NonNullable<LimitAsked['cap']>,
): AppError {
  const name = lower(rules.catalog.meters[meter]?.name ?? meter)
  return new AppError(
    'limit_reached',
    `${used < limit ? 'That would exceed' : 'You’ve reached'} your spending cap for ${name}. Change it on the usage page, or wait until ${day.format(resetsAt)}.`,
    {
      reason: 'cap',
      meter,
      included,
      used,
      requiredPlan: null,
      currentPlan,
      upgradeUrl: null,
      capUrl: `${settings.APP_URL}/usage#${encodeURIComponent(meter)}`,
      resetsAt: resetsAt.toISOString(),
    },
  )
}

/** `April 1, 2026`, as on our pages. */
const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
