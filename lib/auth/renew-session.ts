import type { Settings } from '@/lib/env'
import type { Log } from '@/lib/log'
import { isOutage } from '@/lib/outages'
import { heldSession, replaceCookies } from './cookies'
import type { Renewal } from './renewals'
import type { SharedRenewals } from './shared-renewals'
import type { Tokens } from './token'
import { expiryMs } from './unverified-claims'

export type RenewedSession = {
  /** The request's `Cookie` header with the new tokens, for the page that is about to be rendered. */
  cookie: string
  /** `Set-Cookie` headers, for the browser. */
  setCookies: string[]
}

export type RenewalServices = {
  tokens: Pick<Tokens, 'verify' | 'verifyOnceValid'>
  renewals: SharedRenewals
  settings: Pick<Settings, 'COGNITO_CLIENT_ID' | 'SESSION_DAYS'>
  log: Log
}

/** A token that expires while its page is rendered counts as expired. */
const marginMs = 5_000

/**
 * Renews the session of a page's request, if its access token has expired. `null` if there is nothing
 * to renew, or no new tokens can be had: the visitor then counts as signed out, and keeps the
 * cookies. Throws an `Outage` if the pool's keys can't be fetched. Without an expired token, nothing
 * is called and no signature is checked.
 *
 * Only a token that was ours is worth a call to Cognito: anyone can send invented cookies.
 */
export async function renewSession(
  { tokens, renewals, settings, log }: RenewalServices,
  headers: Headers,
  now: () => number = Date.now,
): Promise<RenewedSession | null> {
  const header = headers.get('cookie')
  const held = heldSession(header, settings.COGNITO_CLIENT_ID)
  if (!header || !held?.refreshToken || headers.has('authorization')) return null
  if (expiryMs(held.accessToken) > now() + marginMs) return null
  const before = await tokens.verifyOnceValid(held.accessToken)
  if (!before) return null

  const renewal = await renewals.renew(held, before.userId).catch((error): Renewal | null => {
    if (!isOutage(error)) throw error
    log.warn({ err: error }, 'A session could not be renewed')
    return null
  })
  if (renewal?.kind !== 'renewed') return null
  const { accessToken, idToken, refreshToken } = renewal.tokens
  const after = await tokens.verify(accessToken)
  if (after?.userId !== before.userId) return null

  // `LastAuthUser`, which names the user, is left as it is. Signing out deletes it: so an answer that
  // arrives after a sign-out brings no session back.
  const values = Object.fromEntries(
    Object.entries({ accessToken, idToken, refreshToken }).flatMap(([name, value]) =>
      value === null ? [] : [[held.prefix + name, value]],
    ),
  )
  return {
    cookie: replaceCookies(header, values),
    setCookies: Object.entries(values).map(([name, value]) =>
      setCookie(name, value, settings.SESSION_DAYS),
    ),
  }
}

/** The same flags as Amplify's own cookies: scripts of ours must read them. */
const setCookie = (name: string, value: string, days: number): string =>
  `${name}=${value}; Path=/; Max-Age=${days * 86_400}; Secure; SameSite=Lax`
