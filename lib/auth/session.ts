import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import { type Entitlements, entitlementsOf } from '@/lib/billing/gates/entitlements'
import {
  featureGate,
  type Gate,
  limitGate,
  permissionGate,
  planGate,
  type SoldPlan,
  staffGate,
} from '@/lib/billing/gates/gates'
import type { Account } from '@/lib/db/accounts/accounts'
import { AppError } from '@/lib/errors'
import { services } from '@/lib/services'
import { currentAccount } from '@/lib/sync/current-account'
import { refusalPath } from './refusal-path'
import type { Token } from './token'

export type Visitor = {
  token: Token
  account: Account
  access: Access
  entitlements: Entitlements
}

/** Who is looking at this page; `null` for somebody who isn't signed in. Asked once a request. */
export const visitor = cache(async (): Promise<Visitor | null> => {
  const request = new Request(services.settings.APP_URL, { headers: await headers() })
  const token = await services.users.find(request)
  if (!token) return null
  const account = await currentAccount(services, token).catch(ifUnknown)
  if (!account) return null
  const access = decideAccess(account.facts, services.rules, services.now())
  const entitlements = entitlementsOf(access, token.groups, services.rules)
  return { token, account, access, entitlements }
})

/** A token outlives a person who was deleted: to a page they are nobody. */
function ifUnknown(error: unknown): null {
  if (error instanceof AppError && error.code === 'unauthenticated') return null
  throw error
}

/** A signed-in visitor; anybody else is sent to sign in, and brought back to `path` afterwards. */
export async function requireVisitor(path: string): Promise<Visitor> {
  const found = await visitor()
  if (!found) redirect(`/signin?next=${encodeURIComponent(path)}`)
  return found
}

/*
 * The gates of pages. Each answers who is looking; anybody else is sent to the plan that would let
 * them in, and brought back to `path` from there, or told that no plan does.
 */
export const requireFeaturePage = (feature: string, path: string) =>
  requireOpen(path, (holder, plans) => featureGate(feature, holder, plans))

export const requirePlanPage = (plan: string, path: string) =>
  requireOpen(path, (holder, plans) => planGate(plan, holder, plans))

export const requirePermissionPage = (permission: string, path: string) =>
  requireOpen(path, (holder, plans) => permissionGate(permission, holder, plans))

export const requireLimitPage = (asked: Parameters<typeof limitGate>[0], path: string) =>
  requireOpen(path, (holder, plans) => limitGate(asked, holder, plans))

export const requireStaffPage = (group: string, path: string) =>
  requireOpen(path, (holder) => staffGate(group, holder, services.catalog.staff))

async function requireOpen(
  path: string,
  ask: (holder: Entitlements, plans: readonly SoldPlan[]) => Gate,
): Promise<Visitor> {
  const found = await requireVisitor(path)
  const gate = ask(found.entitlements, services.catalog.plans)
  if (gate.kind === 'open') return found
  redirect(refusalPath(gate, path))
}
