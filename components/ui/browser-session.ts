/** The session in this browser: Amplify's cookies. Amplify itself is only needed to sign in and out. */
import { type HeldSession, heldSession } from '@/lib/auth/cookies'
import { cognitoRenewals } from '@/lib/auth/renewals'
import { expiryMs, unverifiedClaims } from '@/lib/auth/unverified-claims'
import { readSignInPool } from './sign-in-pool'

/** How long Cognito may take. */
export const cognitoTimeoutMs = 5_000

/**
 * Gets a new access token into the cookies. Returns its groups; `null` if signed out. Throws an
 * `Outage` if Cognito doesn't answer.
 */
export const refreshToken = (): Promise<string[] | null> => withSessionLock(renew)

/** The same, only if the token expires within this time: another tab may have been faster. */
export const refreshExpiringToken = (withinMs: number): Promise<unknown> =>
  withSessionLock(async () => {
    const expiresAt = tokenExpiry()
    return expiresAt !== null && expiresAt - Date.now() <= withinMs ? renew() : null
  })

/** When the access token expires, by the clock of this browser; `null` without a session. */
export function tokenExpiry(): number | null {
  const session = read()
  return session?.refreshToken ? expiryMs(session.accessToken) - session.clockDriftMs : null
}

/**
 * Keeps the cookies for as long as if the session had begun now. The server, which may have renewed
 * the tokens, leaves the name of the user as it is.
 */
export const extendSession = (): Promise<void> =>
  withSessionLock(async () => {
    const session = read()
    if (session?.refreshToken) write(session, {})
  })

/**
 * Runs one change of the session at a time, in all tabs. So a renewal that is under way while the user
 * signs out, here or in another tab, ends before the sign-out, and can't undo it.
 */
export const withSessionLock = <T>(act: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('tollgate:session', act) : act()

async function renew(): Promise<string[] | null> {
  const { userPoolId, clientId, endpoint } = readSignInPool()
  const session = read()
  if (!session?.refreshToken) return null
  const renewal = await cognitoRenewals({
    userPoolId,
    clientId,
    endpoint,
    timeoutMs: cognitoTimeoutMs,
  }).renew(session)

  // Where there are no locks, the user may have signed out meanwhile, or signed in as another.
  const now = read()
  if (now?.prefix !== session.prefix || now.refreshToken !== session.refreshToken) {
    return now ? groupsOf(now.accessToken) : null
  }
  if (renewal.kind === 'ended') forgetSession()
  if (renewal.kind !== 'renewed') return null
  const { accessToken, idToken, refreshToken } = renewal.tokens
  write(session, {
    accessToken,
    ...(idToken && { idToken }),
    ...(refreshToken && { refreshToken }),
    clockDrift: String(Number(unverifiedClaims(accessToken).iat) * 1_000 - Date.now()),
  })
  return groupsOf(accessToken)
}

const read = (): HeldSession | null => heldSession(document.cookie, readSignInPool().clientId)

function groupsOf(accessToken: string): string[] {
  const groups = unverifiedClaims(accessToken)['cognito:groups']
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : []
}

/** Writes these cookies of the session, and the others again, with the flags that Amplify gives them. */
function write({ prefix }: HeldSession, values: Record<string, string>): void {
  const { clientId, sessionDays } = readSignInPool()
  const lastUser = `CognitoIdentityServiceProvider.${clientId}.LastAuthUser`
  const replaced = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [prefix + name, value]),
  )
  const held = pairs().filter(([name]) => name.startsWith(prefix) || name === lastUser)
  for (const [name, value] of Object.entries({ ...Object.fromEntries(held), ...replaced })) {
    const maxAge = sessionDays * 86_400
    setCookie(`${name}=${value}; path=/; max-age=${maxAge}; secure; samesite=lax`)
  }
}

/** Deletes Amplify's cookies. */
export function forgetSession(): void {
  const prefix = `CognitoIdentityServiceProvider.${readSignInPool().clientId}.`
  for (const [name] of pairs()) {
    if (name.startsWith(prefix)) setCookie(`${name}=; path=/; max-age=0`)
  }
}

/** The cookies as they are spelled. */
const pairs = (): [name: string, value: string][] =>
  document.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), pair.slice(at + 1)]
  })

function setCookie(cookie: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API
  document.cookie = cookie
}
