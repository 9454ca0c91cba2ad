import { UserNotFoundError } from 'cognito-local/lib/errors.js'
import type { Services } from 'cognito-local/lib/services/index.js'
import type { User, UserPoolService } from 'cognito-local/lib/services/userPoolService.js'
import { context } from './services'

export type RequestFields = { [field: string]: unknown }

/** One operation that a client calls. */
export type CognitoCall = {
  services: Services
  request: RequestFields
  /** Calls cognito-local. Throws its `CognitoError` if the call fails. */
  pass(operation: string, request?: RequestFields): Promise<RequestFields>
}

export const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** The pool of the client that asks. */
export const poolOf = ({ services, request }: CognitoCall): Promise<UserPoolService> =>
  services.cognito.getUserPoolForClientId(context, text(request.ClientId))

/** The user that a request names; `null` if there is none. */
export const userOf = async (call: CognitoCall): Promise<User | null> =>
  (await poolOf(call)).getUserByUsername(context, text(call.request.Username))

/** Finds the user that an administrator's request names, with their pool. */
export async function findUser({ services, request }: CognitoCall) {
  const pool = await services.cognito.getUserPool(context, text(request.UserPoolId))
  const user = await pool.getUserByUsername(context, text(request.Username))
  if (!user) throw new UserNotFoundError('User does not exist.')
  return { pool, user }
}
