import { CognitoError, NotAuthorizedError } from 'cognito-local/lib/errors.js'
import { type CognitoCall, findUser, poolOf, type RequestFields, text } from './request'
import { context } from './services'
import { claimsOf, isExpired, validitySeconds } from './tokens'

export async function initiateAuth(call: CognitoCall): Promise<RequestFields> {
  const { request, pass } = call
  const parameters = (request.AuthParameters ?? {}) as Record<string, string>
  if (parameters.REFRESH_TOKEN) return refresh(call, parameters.REFRESH_TOKEN)
  if (request.AuthFlow !== 'USER_PASSWORD_AUTH') {
    throw new CognitoError(
      'InvalidParameterException',
      `${request.AuthFlow} flow not enabled for this client: the local stack has USER_PASSWORD_AUTH`,
    )
  }

  const pool = await poolOf(call)
  const user = await pool.getUserByUsername(context, text(parameters.USERNAME))
  if (user && !user.Enabled) throw new NotAuthorizedError('User is disabled.')
  return withLifetime(call, await pass('InitiateAuth').catch(wrongPassword))
}

/** The operation that Amplify refreshes tokens with. */
export const getTokensFromRefreshToken = (call: CognitoCall) =>
  refresh(call, text(call.request.RefreshToken))

/** Signing out twice is not an error. */
export const revokeToken = ({ pass }: CognitoCall) =>
  pass('RevokeToken').catch((error) => {
    if (error instanceof NotAuthorizedError) return {}
    throw error
  })

export async function globalSignOut({ services, request }: CognitoCall) {
  const claims = claimsOf(text(request.AccessToken))
  const pool = await services.cognito.getUserPoolForClientId(context, text(claims.client_id))
  const user = await pool.getUserByUsername(context, text(claims.sub))
  if (!user) throw new NotAuthorizedError('Access Token has been revoked')
  await pool.saveUser(context, { ...user, RefreshTokens: [] })
  revokeTokens(services, user.Username)
  return {}
}

export async function adminUserGlobalSignOut(call: CognitoCall) {
  const { pool, user } = await findUser(call)
  await pool.saveUser(context, { ...user, RefreshTokens: [] })
  revokeTokens(call.services, user.Username)
  return {}
}

/** Refuses the access tokens that Cognito refuses: of users who signed out everywhere, or are disabled. */
export async function getUser({ services, request, pass }: CognitoCall) {
  const { sub, iat, client_id: clientId } = claimsOf(text(request.AccessToken))
  const pool = await services.cognito.getUserPoolForClientId(context, text(clientId))
  const user = await pool.getUserByUsername(context, text(sub))
  const revokedAt = user && (revocations.get(services)?.get(user.Username) ?? 0)
  if (user && (!user.Enabled || Number(iat) * 1_000 <= Number(revokedAt))) {
    throw new NotAuthorizedError('Access Token has been revoked')
  }
  return pass('GetUser')
}

/**
 * When users signed out everywhere. In memory, since the tokens outlive a restart by minutes only.
 * `iat` is a whole second, so a token from the very second of the sign-out counts as revoked.
 */
const revocations = new WeakMap<object, Map<string, number>>()

function revokeTokens(services: object, username: string): void {
  const known = revocations.get(services) ?? new Map<string, number>()
  revocations.set(services, known.set(username, Date.now()))
}

async function refresh(call: CognitoCall, token: string): Promise<RequestFields> {
  const user = await (await poolOf(call)).getUserByRefreshToken(context, token)
  if (!user || isExpired(token)) throw new NotAuthorizedError('Refresh Token has been revoked')
  if (!user.Enabled) throw new NotAuthorizedError('User is disabled.')
  const answer = await call.pass('InitiateAuth', {
    ClientId: call.request.ClientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: token },
  })
  return withLifetime(call, answer)
}

async function withLifetime(
  { services, request }: CognitoCall,
  answer: RequestFields,
): Promise<RequestFields> {
  const client = await services.cognito.getAppClient(context, text(request.ClientId))
  const { AuthenticationResult: tokens } = answer
  if (!client || typeof tokens !== 'object') return answer
  const ExpiresIn = validitySeconds(client, 'AccessToken')
  return { ...answer, AuthenticationResult: { ...tokens, TokenType: 'Bearer', ExpiresIn } }
}

/** Gives the same answer for an unknown user and for a wrong password. */
function wrongPassword(error: unknown): never {
  const alike = ['InvalidPasswordException', 'NotAuthorizedException']
  if (error instanceof CognitoError && alike.includes(error.code)) {
    throw new NotAuthorizedError('Incorrect username or password.')
  }
  throw error
}
