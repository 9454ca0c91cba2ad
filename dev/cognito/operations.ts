import { CognitoError, NotAuthorizedError, UserNotFoundError } from 'cognito-local/lib/errors.js'
import type { Services } from 'cognito-local/lib/services/index.js'
import {
  attribute,
  attributesAppend,
  attributeValue,
  type User,
} from 'cognito-local/lib/services/userPoolService.js'
import { context } from './services'
import { claimsOf, isExpired, seconds } from './tokens'

/** What a request carries, as far as it is read here. */
export type Request = {
  ClientId?: string
  UserPoolId?: string
  Username?: string
  [field: string]: unknown
}

export type Operation = (
  services: Services,
  request: Request,
  /** Asks cognito-local. */
  pass: (operation: string, request: Request) => Promise<Record<string, unknown>>,
) => Promise<object>

const resendConfirmationCode: Operation = async (services, request) => {
  const pool = await poolOf(services, request)
  const user = await pool.getUserByUsername(context, text(request.Username))
  if (!user) return delivery(text(request.Username))
  if (user.UserStatus !== 'UNCONFIRMED') {
    throw new CognitoError('InvalidParameterException', 'User is already confirmed.')
  }
  await sendCode(services, request, user, 'ResendCode')
  return delivery(emailOf(user))
}

/** Someone unknown gets the answer that everyone gets: whether an address has an account is nobody's business. */
const forgotPassword: Operation = async (services, request) => {
  const pool = await poolOf(services, request)
  const user = await pool.getUserByUsername(context, text(request.Username))
  if (!user) return delivery(text(request.Username))
  await sendCode(services, request, user, 'ForgotPassword')
  return delivery(emailOf(user))
}

/** A code that came back proves the address, which cognito-local does not note. */
const withVerifiedEmail =
  (operation: 'ConfirmSignUp' | 'ConfirmForgotPassword'): Operation =>
  async (services, request, pass) => {
    checkPassword(request.Password)
    const pool = await poolOf(services, request)
    const user = await pool.getUserByUsername(context, text(request.Username))
    if (!user?.ConfirmationCode || user.ConfirmationCode !== request.ConfirmationCode) {
      throw new CognitoError(
        'CodeMismatchException',
        'Invalid verification code provided, please try again.',
      )
    }
    const Attributes = attributesAppend(user.Attributes, attribute('email_verified', 'true'))
    await pool.saveUser(context, { ...user, Attributes })
    return pass(operation, request)
  }

const signUp: Operation = async (_services, request, pass) => {
  checkPassword(request.Password)
  const { CodeDeliveryDetails: _, ...answer } = await pass('SignUp', request)
  return { ...answer, ...delivery(text(request.Username)) }
}

const changePassword: Operation = (_services, request, pass) => {
  checkPassword(request.ProposedPassword)
  return pass('ChangePassword', request)
}

const initiateAuth: Operation = async (services, request, pass) => {
  const parameters = request.AuthParameters as Record<string, string> | undefined
  if (request.AuthFlow === 'USER_SRP_AUTH') {
    throw new CognitoError(
      'InvalidParameterException',
      'USER_SRP_AUTH is not enabled for the client: the local stack signs in with USER_PASSWORD_AUTH',
    )
  }
  if (parameters?.REFRESH_TOKEN) {
    return refresh(services, request, parameters.REFRESH_TOKEN, pass)
  }

  const pool = await poolOf(services, request)
  const user = await pool.getUserByUsername(context, text(parameters?.USERNAME))
  if (user && !user.Enabled) throw new NotAuthorizedError('User is disabled.')
  const answer = await pass('InitiateAuth', request).catch(wrongPassword)
  return withLifetime(services, request, answer)
}

/** What Amplify refreshes with. */
const getTokensFromRefreshToken: Operation = (services, request, pass) =>
  refresh(services, request, text(request.RefreshToken), pass)

const refresh = async (
  services: Services,
  request: Request,
  token: string,
  pass: Parameters<Operation>[2],
) => {
  const pool = await poolOf(services, request)
  const user = await pool.getUserByRefreshToken(context, token)
  if (!user || isExpired(token)) throw new NotAuthorizedError('Refresh Token has been revoked')
  if (!user.Enabled) throw new NotAuthorizedError('User is disabled.')
  const answer = await pass('InitiateAuth', {
    ClientId: request.ClientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: token },
  })
  return withLifetime(services, request, answer)
}

/** Signing out twice is not an error. */
const revokeToken: Operation = (_services, request, pass) =>
  pass('RevokeToken', request).catch((error) => {
    if (error instanceof NotAuthorizedError) return {}
    throw error
  })

const globalSignOut: Operation = async (services, request) => {
  const claims = claimsOf(text(request.AccessToken))
  const pool = await services.cognito.getUserPoolForClientId(context, text(claims.client_id))
  const user = await pool.getUserByUsername(context, text(claims.sub))
  if (!user) throw new NotAuthorizedError('Access Token has been revoked')
  await pool.saveUser(context, { ...user, RefreshTokens: [] })
  return {}
}

const adminUserGlobalSignOut: Operation = async (services, request) => {
  const { pool, user } = await findUser(services, request)
  await pool.saveUser(context, { ...user, RefreshTokens: [] })
  return {}
}

/** cognito-local would replace the group, and with it lose its members. */
const createGroup: Operation = async (services, request, pass) => {
  const pool = await services.cognito.getUserPool(context, text(request.UserPoolId))
  if (await pool.getGroupByGroupName(context, text(request.GroupName))) {
    throw new CognitoError('GroupExistsException', 'A group with the name already exists.')
  }
  return pass('CreateGroup', request)
}

/** cognito-local finds a user by e-mail address, but their groups only by user name. */
const adminListGroupsForUser: Operation = async (services, request, pass) => {
  const { user } = await findUser(services, request)
  const answer = await pass('AdminListGroupsForUser', { ...request, Username: user.Username })
  return paged(answer, request, 'Groups', 'GroupName', 'NextToken')
}

const listUsers: Operation = async (_services, request, pass) =>
  paged(await pass('ListUsers', request), request, 'Users', 'Username', 'PaginationToken')

const listUsersInGroup: Operation = async (_services, request, pass) =>
  paged(await pass('ListUsersInGroup', request), request, 'Users', 'Username', 'NextToken')

const listGroups: Operation = async (_services, request, pass) =>
  paged(await pass('ListGroups', request), request, 'Groups', 'GroupName', 'NextToken')

/** What cognito-local lacks, or answers otherwise than Cognito. All else goes to it as it is. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    AdminListGroupsForUser: adminListGroupsForUser,
    AdminUserGlobalSignOut: adminUserGlobalSignOut,
    ChangePassword: changePassword,
    ConfirmForgotPassword: withVerifiedEmail('ConfirmForgotPassword'),
    ConfirmSignUp: withVerifiedEmail('ConfirmSignUp'),
    CreateGroup: createGroup,
    ForgotPassword: forgotPassword,
    GetTokensFromRefreshToken: getTokensFromRefreshToken,
    GlobalSignOut: globalSignOut,
    InitiateAuth: initiateAuth,
    ListGroups: listGroups,
    ListUsers: listUsers,
    ListUsersInGroup: listUsersInGroup,
    ResendConfirmationCode: resendConfirmationCode,
    RevokeToken: revokeToken,
    SignUp: signUp,
  }),
)

const poolOf = (services: Services, request: Request) =>
  services.cognito.getUserPoolForClientId(context, text(request.ClientId))

async function findUser(services: Services, request: Request) {
  const pool = await services.cognito.getUserPool(context, text(request.UserPoolId))
  const user = await pool.getUserByUsername(context, text(request.Username))
  if (!user) throw new UserNotFoundError('User does not exist.')
  return { pool, user }
}

async function sendCode(
  services: Services,
  request: Request,
  user: User,
  source: 'ResendCode' | 'ForgotPassword',
) {
  const pool = await poolOf(services, request)
  const ConfirmationCode = services.otp()
  await pool.saveUser(context, { ...user, ConfirmationCode })
  await services.messages.deliver(
    context,
    source,
    text(request.ClientId),
    pool.options.Id,
    user,
    ConfirmationCode,
    undefined,
    { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: emailOf(user) },
  )
}

const emailOf = (user: User) => attributeValue('email', user.Attributes) ?? ''

/** `ada@example.com` is shown as `a***@e***`, as Cognito does. */
function delivery(email: string) {
  const Destination = email.replace(/^(.)[^@]*@(.).*$/, '$1***@$2***')
  return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination } }
}

function checkPassword(password: unknown) {
  if (password === undefined) return
  const missing = rules.find(([rule]) => !rule.test(text(password)))
  if (missing) {
    throw new CognitoError(
      'InvalidPasswordException',
      `Password did not conform with policy: ${missing[1]}`,
    )
  }
}

const rules: [RegExp, string][] = [
  [/^.{8,}$/s, 'Password not long enough'],
  [/[A-Z]/, 'Password must have uppercase characters'],
  [/[a-z]/, 'Password must have lowercase characters'],
  [/[0-9]/, 'Password must have numeric characters'],
  [/[^A-Za-z0-9]/, 'Password must have symbol characters'],
]

/** An unknown user and a wrong password look the same from outside. */
function wrongPassword(error: unknown): never {
  const hidden = ['InvalidPasswordException', 'NotAuthorizedException']
  if (error instanceof CognitoError && hidden.includes(error.code)) {
    throw new NotAuthorizedError('Incorrect username or password.')
  }
  throw error
}

async function withLifetime(services: Services, request: Request, answer: object) {
  const client = await services.cognito.getAppClient(context, text(request.ClientId))
  const tokens = 'AuthenticationResult' in answer ? answer.AuthenticationResult : undefined
  if (!client || !tokens) return answer
  return {
    ...answer,
    AuthenticationResult: {
      ...tokens,
      TokenType: 'Bearer',
      ExpiresIn: seconds(client, 'AccessToken'),
    },
  }
}

/** One page, by key order: the token is the last key of the page before. */
function paged(
  answer: Record<string, unknown>,
  request: Request,
  list: 'Users' | 'Groups',
  key: 'Username' | 'GroupName',
  tokenName: 'NextToken' | 'PaginationToken',
) {
  const limit = Math.min(Number(request.Limit ?? 60), 60)
  const after = Buffer.from(text(request[tokenName]), 'base64url').toString()
  const rest = (answer[list] as Record<string, string>[])
    .filter((item) => text(item[key]) > after)
    .sort((a, b) => (text(a[key]) < text(b[key]) ? -1 : 1))
  const page = rest.slice(0, limit)
  const last = text(page.at(-1)?.[key])
  return {
    [list]: page,
    ...(rest.length > limit ? { [tokenName]: Buffer.from(last).toString('base64url') } : {}),
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
