import { CognitoError } from 'cognito-local/lib/errors.js'
import { type CognitoCall, findUser, type RequestFields, text } from './request'
import { context } from './services'

export const listUsers = async ({ request, pass }: CognitoCall) =>
  paged(await pass('ListUsers'), request, 'Users', 'PaginationToken')

export const listUsersInGroup = async ({ request, pass }: CognitoCall) =>
  paged(await pass('ListUsersInGroup'), request, 'Users', 'NextToken')

export const listGroups = async ({ request, pass }: CognitoCall) =>
  paged(await pass('ListGroups'), request, 'Groups', 'NextToken')

/** Adds the number of users, which Cognito gives only as an estimate. */
export async function describeUserPool({ services, request, pass }: CognitoCall) {
  const pool = await services.cognito.getUserPool(context, text(request.UserPoolId))
  const { UserPool } = (await pass('DescribeUserPool')) as { UserPool: RequestFields }
  const { length } = await pool.listUsers(context)
  return { UserPool: { ...UserPool, EstimatedNumberOfUsers: length } }
}

/** cognito-local finds a user by email address, but their groups only by user name. */
export async function adminListGroupsForUser(call: CognitoCall) {
  const { user } = await findUser(call)
  const request = { ...call.request, Username: user.Username }
  return paged(await call.pass('AdminListGroupsForUser', request), request, 'Groups', 'NextToken')
}

/** cognito-local would replace the group, and with it lose its members. */
export async function createGroup({ services, request, pass }: CognitoCall) {
  const pool = await services.cognito.getUserPool(context, text(request.UserPoolId))
  if (await pool.getGroupByGroupName(context, text(request.GroupName))) {
    throw new CognitoError('GroupExistsException', 'A group with the name already exists.')
  }
  return pass('CreateGroup')
}

const keys = { Users: 'Username', Groups: 'GroupName' } as const
const maxPerPage = 60

/** One page, by key order: the token is the last key of the page before. */
function paged(
  answer: RequestFields,
  request: RequestFields,
  list: keyof typeof keys,
  tokenName: 'NextToken' | 'PaginationToken',
): RequestFields {
  const limit = Math.min(Number(request.Limit ?? maxPerPage), maxPerPage)
  const after = Buffer.from(text(request[tokenName]), 'base64url').toString()
  const keyOf = (item: RequestFields) => text(item[keys[list]])

  const rest = (answer[list] as RequestFields[])
    .filter((item) => keyOf(item) > after)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  const more = last && rest.length > limit
  return {
    [list]: page,
    ...(more ? { [tokenName]: Buffer.from(keyOf(last)).toString('base64url') } : {}),
  }
}
