import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListUsersInGroupCommand,
  ResourceNotFoundException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Groups } from '@/lib/identity/groups'
import { personOf } from './people'

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
      const command = new AdminAddUserToGroupCommand({
        UserPoolId: poolId,
        Username: username,
        GroupName: group,
      })
      await withGroupName(group, unlessGone(client.send(command), null))
    },
    async remove(username, group) {
      const command = new AdminRemoveUserFromGroupCommand({
        UserPoolId: poolId,
        Username: username,
        GroupName: group,
      })
      await withGroupName(group, unlessGone(client.send(command), null))
    },
    async members(group, after) {
      const command = new ListUsersInGroupCommand({
        UserPoolId: poolId,
        GroupName: group,
        Limit: 60,
        ...(after !== null && { NextToken: after }),
      })
      const page = await withGroupName(group, client.send(command))
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

/** Adds the group's name to Cognito's "Group not found." A missing pool has another message. */
async function withGroupName<T>(group: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException) || !/group/i.test(error.message)) throw error
    const named = new Error(`The group ${group} is not in the pool`, { cause: error })
    named.name = error.name
    throw named
  }
}
