import {
  AdminGetUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListUsersCommand,
  UserNotFoundException,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { FoundPerson, People, Person } from '@/lib/identity/people'

export const cognitoPeople = (client: CognitoIdentityProviderClient, poolId: string): People => ({
  async find(username) {
    try {
      const user = await client.send(
        new AdminGetUserCommand({ UserPoolId: poolId, Username: username }),
      )
      return {
        ...named(user.Username ?? username, user.UserAttributes),
        enabled: user.Enabled ?? false,
      }
    } catch (error) {
      if (error instanceof UserNotFoundException) return null
      throw error
    }
  },

  async list(who, after) {
    const page = await client.send(
      new ListUsersCommand({
        UserPoolId: poolId,
        Limit: 60,
        ...(who === 'unconfirmed' && { Filter: 'cognito:user_status = "UNCONFIRMED"' }),
        ...(after !== null && { PaginationToken: after }),
      }),
    )
    return { items: (page.Users ?? []).map(personOf), next: page.PaginationToken ?? null }
  },

  async count() {
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))
    return UserPool?.EstimatedNumberOfUsers ?? null
  },
})

/** Converts a user from Cognito's lists. */
export const personOf = ({ Username = '', Attributes, Enabled }: UserType): FoundPerson => ({
  ...named(Username, Attributes),
  enabled: Enabled ?? false,
})

function named(username: string, attributes: AttributeType[] = []): Person {
  const attribute = (name: string) => attributes.find(({ Name }) => Name === name)?.Value
  return {
    userId: attribute('sub') ?? username,
    username,
    email: attribute('email') ?? null,
  }
}
