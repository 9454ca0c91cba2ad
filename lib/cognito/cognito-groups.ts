import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListUsersInGroupCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { personOf } from './cognito-people'
import type { Groups } from './groups'

export function cognitoGroups(client: CognitoIdentityProviderClient, poolId: string): Groups {
  const of = async (username: string) => {
    const groups: string[] = []
    let NextToken: string | undefined
    do {
      const page = await client.send(
        new AdminListGroupsForUserCommand({
          UserPoolId: poolId,
          Username: username,
          Limit: 60,
          NextToken,
        }),
      )
      groups.push(...(page.Groups ?? []).flatMap((group) => group.GroupName ?? []))
      NextToken = page.NextToken
    } while (NextToken)
    return groups
  }

  return {
    of: (username) => unlessGone(of(username), []),
    async add(username, group) {
      await unlessGone(
        client.send(
          new AdminAddUserToGroupCommand({
            UserPoolId: poolId,
            Username: username,
            GroupName: group,
          }),
        ),
        null,
      )
    },
    async remove(username, group) {
      await unlessGone(
        client.send(
          new AdminRemoveUserFromGroupCommand({
            UserPoolId: poolId,
            Username: username,
            GroupName: group,
          }),
        ),
        null,
      )
    },
    async members(group, after) {
      const page = await client.send(
        new ListUsersInGroupCommand({
          UserPoolId: poolId,
          GroupName: group,
          Limit: 60,
          ...(after !== null && { NextToken: after }),
        }),
      )
      return { items: (page.Users ?? []).map(personOf), next: page.NextToken ?? null }
    },
    async ping() {
      await client.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))
    },
  }
}

async function unlessGone<T, G>(answer: Promise<T>, ifGone: G): Promise<T | G> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof UserNotFoundException) return ifGone
    throw error
  }
}
