import { parse } from 'cookie'

/**
 * Reads the access token from Amplify's cookies:
 * `CognitoIdentityServiceProvider.<client>.LastAuthUser` names the user, and `….<user>.accessToken`
 * holds the token. Names and values are URI-encoded once. A user name may contain anything, "%40"
 * too, so they are decoded exactly once and then compared.
 */
export function sessionToken(header: string | null, clientId: string): string | null {
  if (!header) return null
  const cookies = new Map(
    Object.entries(parse(header)).flatMap(([name, value]) =>
      value === undefined ? [] : [[decoded(name), value] as const],
    ),
  )
  const prefix = `CognitoIdentityServiceProvider.${clientId}`
  const user = cookies.get(`${prefix}.LastAuthUser`)
  return user ? (cookies.get(`${prefix}.${user}.accessToken`) ?? null) : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
