import { parse } from 'cookie'

/**
 * The access token in Amplify's cookies: `CognitoIdentityServiceProvider.<client>.LastAuthUser`
 * names the user, `….<user>.accessToken` holds the token. Names and values are URI-encoded once, and
 * a user name may hold anything, so they are compared decoded: once, since "%40" may be part of one.
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
