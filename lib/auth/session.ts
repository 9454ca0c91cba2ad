import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import { type Entitlements, entitlementsOf } from '@/lib/billing/gates/entitlements'
import { type Gate, limitGate } from '@/lib/billing/gates/gates'
import { requirementGate } from '@/lib/billing/gates/requirements'
import type { Account } from '@/lib/db/accounts/accounts'
import { AppError } from '@/lib/errors'
import { liveGroups } from '@/lib/identity/live-groups'
import type { LimitName, Requester } from '@/lib/rate-limits'
import { services } from '@/lib/services'
import { currentAccount } from '@/lib/sync/current-account'
import { limitAsked } from '@/lib/sync/usage/limit-asked'
import { pageRequirement } from './page-requirements'
import { refusalPath, signInPath } from './paths'
import type { Token } from './token'

export type Visitor = {
  token: Token
  account: Account
  access: Access
  entitlements: Entitlements
}

/** The signed-in user who asks for this page; `null` without one. Found once per request. */
export const visitor = cache(async (): Promise<Visitor | null> => {
  const token = await services.users.find(await pageRequest())
  if (!token) return null
  const account = await currentAccount(services, token).catch(nullIfDeleted)
  if (!account) return null
  const access = decideAccess(account.facts, services.rules, services.now())
  const entitlements = entitlementsOf(access, token.groups, services.rules)
  return { token, account, access, entitlements }
})

const pageRequest = async () => new Request(services.settings.APP_URL, { headers: await headers() })

/** Whether the browser has a refresh token, so that it may get a new access token. */
export const hasSession = async (): Promise<boolean> =>
  /\.refreshToken=/.test((await headers()).get('cookie') ?? '')

/**
 * What staff may do by the groups that they are in now: a token only says which they were in. Fails
 * if Cognito can't say.
 */
async function liveEntitlements({ token, access }: Visitor): Promise<Entitlements> {
  const accessToken = services.users.accessToken(await pageRequest())
  return entitlementsOf(access, await liveGroups(services, token, accessToken), services.rules)
}

/** A token outlives its user: after a deletion, the page treats its owner as signed out. */
function nullIfDeleted(error: unknown): null {
  if (error instanceof AppError && error.code === 'unauthenticated') return null
  throw error
}

/** The requester of this page, for rate limits. Visitors who aren't signed in have only an address. */
export const requester = cache(async (): Promise<Requester> => {
  const userId = await visitor().then(
    (found) => found?.token.userId ?? null,
    () => null,
  )
  return services.rateLimiter.requesterOf(await headers(), userId)
})

/** Whether a page that calls Stripe may do so now. Counts for the page's visitor. */
export async function hasRoom(name: LimitName): Promise<boolean> {
  const { kind } = await services.rateLimiter.take(name, await requester())
  return kind === 'taken'
}

/**
 * A signed-in visitor. Without one, redirects to the sign-in page, and back to `path` from there.
 */
export async function requireVisitor(path: string): Promise<Visitor> {
  const found = await visitor()
  if (!found) redirect(signInPath(path))
  return found
}

/**
 * Lets a visitor in who has what `page-requirements.ts` says that the page at `path` needs. Decides
 * from the account row, at this moment. Redirects everyone else: to the sign-in page, to the plan
 * that would open the page, or to `/forbidden`. A query in `path` is kept for the way back.
 */
export async function requirePage(path: string): Promise<Visitor> {
  const { pathname } = new URL(path, services.settings.APP_URL)
  const requirement = pageRequirement(pathname, services.catalog)
  if (!requirement) {
    throw new Error(`Say what the page ${pathname} needs, in lib/auth/page-requirements.ts`)
  }
  const found = await requireVisitor(path)
  const gateFor = (held: Entitlements) => requirementGate(requirement, held, services.catalog)
  const own = entitlementsOf(found.access, [], services.rules)
  const isOpenByStaffGroup = found.entitlements.staff && gateFor(own).kind !== 'open'
  const entitlements = isOpenByStaffGroup ? await liveEntitlements(found) : found.entitlements
  return letIn({ ...found, entitlements }, gateFor(entitlements), path)
}

/**
 * The same, for a page that also needs room within a limit. It reads the counter, unless the page
 * says what is `used`.
 */
export async function requireLimitPage(
  asked: { meter: string; used?: number; wanted?: number },
  path: string,
): Promise<Visitor> {
  const found = await requirePage(path)
  const { used, limits, cap } = await limitAsked(services, found.account, asked)
  const holder = { ...found.entitlements, limits }
  const gate = limitGate({ ...asked, used }, holder, services.catalog.plans)
  // The plan sells more: the user's own cap is what they may change.
  if (gate.kind !== 'open' && cap) redirect(`/usage#${encodeURIComponent(asked.meter)}`)
  return letIn(found, gate, path)
}

function letIn(found: Visitor, gate: Gate, path: string): Visitor {
  if (gate.kind === 'open') return found
  redirect(refusalPath(gate, path))
}
