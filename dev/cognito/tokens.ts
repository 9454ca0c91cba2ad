import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
} from 'node:crypto'
import { join } from 'node:path'
import type { AppClient } from 'cognito-local/lib/services/appClient.js'
import type { TokenGenerator } from 'cognito-local/lib/services/tokenGenerator.js'
import type { User } from 'cognito-local/lib/services/userPoolService.js'
import { attributesToRecord } from 'cognito-local/lib/services/userPoolService.js'
import { readIfExists, writeAtomically } from '../atomic-write'
import {
  type CustomizedTokens,
  type LambdaTrigger,
  withClaims,
  withScopes,
} from './pre-token-generation'

export type Signer = { jwk: object; sign(claims: object): string }

/**
 * The stack's own signing key. cognito-local's key is public, and tokens signed with it would stay
 * valid after a reset. Tokens signed with this key don't.
 */
export function openSigner(folder: string): Signer {
  const file = join(folder, 'signing-key.pem')
  const key = createPrivateKey(readIfExists(file) ?? newKey(file))
  const jwk = createPublicKey(key).export({ format: 'jwk' })
  const kid = createHash('sha256').update(String(jwk.n)).digest('base64url').slice(0, 16)
  const header = encode({ alg: 'RS256', kid })

  return {
    jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
    sign(claims) {
      const content = `${header}.${encode(claims)}`
      return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`
    },
  }
}

const ownScopes = ['aws.cognito.signin.user.admin']

/**
 * Creates tokens with Cognito's claims. Among them is `origin_jti`, which cognito-local lacks:
 * Amplify revokes the refresh token at sign-out only if it sees it. `customize` calls the pool's
 * trigger, if any.
 */
export function tokenGenerator(
  signer: Signer,
  customize: ((trigger: LambdaTrigger) => Promise<CustomizedTokens>) | null,
  issuerOf: (userPoolId: string) => string,
): TokenGenerator {
  return {
    async generate(_context, user, userGroups, client, clientMetadata, source) {
      const userAttributes = attributesToRecord(user.Attributes)
      const { groups, id, access }: CustomizedTokens = (await customize?.({
        source,
        userPoolId: client.UserPoolId,
        clientId: client.ClientId,
        username: user.Username,
        userAttributes,
        clientMetadata,
        groups: userGroups,
        scopes: ownScopes,
      })) ?? { groups: userGroups, id: {}, access: {} }

      const now = Math.floor(Date.now() / 1000)
      const { sub = '', ...attributes } = userAttributes
      const common = {
        sub,
        iss: issuerOf(client.UserPoolId),
        origin_jti: randomUUID(),
        event_id: randomUUID(),
        auth_time: now,
        iat: now,
        ...(groups.length > 0 ? { 'cognito:groups': groups } : {}),
      }
      const idClaims = {
        ...common,
        ...verifiedAsBoolean(attributes),
        'cognito:username': user.Username,
        aud: client.ClientId,
        token_use: 'id',
        exp: now + validitySeconds(client, 'IdToken'),
        jti: randomUUID(),
      }
      const accessClaims = {
        ...common,
        username: user.Username,
        client_id: client.ClientId,
        token_use: 'access',
        scope: withScopes(ownScopes, access),
        version: 2,
        exp: now + validitySeconds(client, 'AccessToken'),
        jti: randomUUID(),
      }
      return {
        AccessToken: signer.sign(withClaims(accessClaims, access)),
        IdToken: signer.sign(withClaims(idClaims, id)),
        RefreshToken: refreshToken(signer, user, now + validitySeconds(client, 'RefreshToken')),
      }
    },
  }
}

/** Cognito's is encrypted; ours only has to be unguessable and to expire. */
const refreshToken = (signer: Signer, user: User, exp: number) =>
  signer.sign({ token_use: 'refresh', sub: user.Username, jti: randomUUID(), exp })

export function isExpired(token: string): boolean {
  const { exp } = claimsOf(token)
  return typeof exp !== 'number' || exp * 1000 <= Date.now()
}

export function claimsOf(token: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  } catch {
    return {}
  }
}

/**
 * How long the client's tokens of a kind live. Cognito's defaults: an hour, and 30 days for
 * refresh.
 */
export function validitySeconds(
  client: AppClient,
  kind: 'AccessToken' | 'IdToken' | 'RefreshToken',
) {
  const unit = client.TokenValidityUnits?.[kind] ?? (kind === 'RefreshToken' ? 'days' : 'hours')
  const amount = client[`${kind}Validity`] ?? (kind === 'RefreshToken' ? 30 : 1)
  return amount * (secondsIn[unit] ?? 1)
}

const secondsIn: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function newKey(file: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  writeAtomically(file, pem)
  return pem
}

/** Attributes are strings; in a token these two are booleans. */
function verifiedAsBoolean(attributes: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      name.endsWith('_verified') ? value === 'true' : value,
    ]),
  )
}
