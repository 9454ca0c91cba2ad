import { Outage } from '@/lib/outages'
import type { HeldSession } from './cookies'

/** `refreshToken` only if Cognito replaced it, in a pool that rotates them. */
export type RenewedTokens = {
  accessToken: string
  idToken: string | null
  refreshToken: string | null
}

/**
 * `ended`: Cognito has no such session any more. It was revoked, or is too old, or its user is gone.
 * `refused`: Cognito can't use what it was sent, which says nothing about the session.
 */
export type Renewal =
  | { kind: 'renewed'; tokens: RenewedTokens }
  | { kind: 'ended' }
  | { kind: 'refused' }

export type Renewals = {
  /** Gets new tokens. Throws an `Outage` if Cognito can't give tokens to anyone now. */
  renew(session: Pick<HeldSession, 'refreshToken' | 'deviceKey'>): Promise<Renewal>
}

/**
 * Renews with one call to Cognito, for a browser and for our server alike. It is a plain request: the
 * operation takes no credentials, and an SDK would try again and again.
 */
export function cognitoRenewals(pool: {
  userPoolId: string
  clientId: string
  endpoint: string | null
  timeoutMs: number
}): Renewals {
  // A pool's id begins with its region.
  const region = pool.userPoolId.split('_')[0]
  const url = pool.endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`
  return {
    async renew({ refreshToken, deviceKey }) {
      if (!refreshToken) return { kind: 'ended' }
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          // Amplify uses it too: the older `InitiateAuth` can't rotate refresh tokens.
          'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
        },
        body: JSON.stringify({
          ClientId: pool.clientId,
          RefreshToken: refreshToken,
          ...(deviceKey && { DeviceKey: deviceKey }),
        }),
        cache: 'no-store',
        signal: AbortSignal.timeout(pool.timeoutMs),
      }).catch(unreachable)
      const answer: unknown = await response.json().catch(unreachable)
      if (response.ok) return { kind: 'renewed', tokens: tokensOf(answer) }
      // A name may come with a namespace: "com.amazonaws…#NotAuthorizedException".
      const refusal = textOf(answer, '__type')?.split('#').at(-1) ?? ''
      if (endings.has(refusal)) return { kind: 'ended' }
      if (response.status < 500 && !outages.test(refusal)) return { kind: 'refused' }
      throw new Outage(`Cognito answered ${response.status} ${refusal}`)
    },
  }
}

/** After these, trying again changes nothing. */
const endings = new Set([
  'NotAuthorizedException',
  'RefreshTokenReuseException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
])

/** Too many requests of all users, or a function of the pool that fails for everyone. */
const outages = /^(TooManyRequests|LimitExceeded|InternalError)|Lambda/

function unreachable(cause: unknown): never {
  throw new Outage('Cognito can’t be reached', { cause })
}

function tokensOf(answer: unknown): RenewedTokens {
  const result = fieldOf(answer, 'AuthenticationResult')
  const accessToken = textOf(result, 'AccessToken')
  if (!accessToken) throw new Outage('Cognito answered without tokens')
  return {
    accessToken,
    idToken: textOf(result, 'IdToken'),
    refreshToken: textOf(result, 'RefreshToken'),
  }
}

/** The cast is safe: values stay `unknown`. */
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

function textOf(value: unknown, name: string): string | null {
  const found = fieldOf(value, name)
  return typeof found === 'string' && found !== '' ? found : null
}
