/** The claims of a token, not verified: for its holder, who can't be fooled but by themselves. */
export function unverifiedClaims(jwt: string): Record<string, unknown> {
  try {
    const bytes = Uint8Array.from(payloadOf(jwt), (letter) => letter.charCodeAt(0))
    return recordOf(new TextDecoder().decode(bytes))
  } catch {
    return {}
  }
}

/**
 * When a token expires by its own words, in milliseconds; 0 if it doesn't say. Asked of each request,
 * so texts in other alphabets, which don't matter here, are not decoded.
 */
export function expiryMs(jwt: string): number {
  try {
    const { exp } = recordOf(payloadOf(jwt))
    return typeof exp === 'number' ? exp * 1_000 : 0
  } catch {
    return 0
  }
}

/** The second part of the token, a letter for each byte. */
const payloadOf = (jwt: string): string =>
  atob((jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))

function recordOf(json: string): Record<string, unknown> {
  const value: unknown = JSON.parse(json)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
