import { ApiError } from '../engine/world/errors'

/** Checks the secret key of a request: a bearer token, or the user name of basic authentication. */
export function authenticate(header: string | undefined, accepted: string[] | undefined): void {
  const key = keyOf(header)
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  const known = accepted ? accepted.includes(key) : /^(sk|rk)_test_\w+$/.test(key)
  if (!known) throw unauthorized(`Invalid API Key provided: ${masked(key)}`)
}

function keyOf(header: string | undefined): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1]
  if (bearer) return bearer
  const basic = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1]
  return basic ? (Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? null) : null
}

const unauthorized = (message: string) =>
  new ApiError(401, { type: 'invalid_request_error', message })

const masked = (key: string) => `${key.slice(0, 8)}${'*'.repeat(12)}${key.slice(-4)}`
