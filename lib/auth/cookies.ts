import { parse } from 'cookie'

/** The session of the user who signed in last, as Amplify's cookies hold it. Nothing is verified. */
export type HeldSession = {
  /** What the names of this user's cookies begin with, spelled as the browser sends it. */
  prefix: string
  accessToken: string
  refreshToken: string | null
  /** Of a browser that the pool remembers. */
  deviceKey: string | null
  /** By how much Cognito's clock was ahead of the browser's, in milliseconds. */
  clockDriftMs: number
}

/**
 * Reads Amplify's cookies: `CognitoIdentityServiceProvider.<client>.LastAuthUser` names the user,
 * and `….<user>.accessToken` holds the token. Names and values are URI-encoded once. A user name may
 * contain anything, "%40" too, so they are decoded exactly once and then compared. `null` if the
 * browser has no access token, not even an expired one.
 */
export function heldSession(header: string | null, clientId: string): HeldSession | null {
  if (!header) return null
  const cookies = new Map(
    Object.entries(parse(header)).flatMap(([name, value]) =>
      value === undefined ? [] : [[decoded(name), { name, value }] as const],
    ),
  )
  const client = `CognitoIdentityServiceProvider.${clientId}`
  const user = cookies.get(`${client}.LastAuthUser`)?.value
  if (!user) return null
  const ofUser = (kind: string) => cookies.get(`${client}.${user}.${kind}`)
  const token = ofUser('accessToken')
  if (!token) return null
  return {
    prefix: token.name.slice(0, -'accessToken'.length),
    accessToken: token.value,
    refreshToken: ofUser('refreshToken')?.value || null,
    deviceKey: ofUser('deviceKey')?.value || null,
    clockDriftMs: Number(ofUser('clockDrift')?.value) || 0,
  }
}

/** The access token of the session cookies; `null` without one. */
export const sessionToken = (header: string | null, clientId: string): string | null =>
  heldSession(header, clientId)?.accessToken ?? null

/** A `Cookie` header in which these cookies have these values. */
export function replaceCookies(header: string, values: Record<string, string>): string {
  const others = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair && !Object.hasOwn(values, pair.split('=', 1)[0]?.trim() ?? ''))
  const replaced = Object.entries(values).map(([name, value]) => `${name}=${value}`)
  return [...others, ...replaced].join('; ')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
