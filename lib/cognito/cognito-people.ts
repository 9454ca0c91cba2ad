import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import type { People } from './people'

export const cognitoPeople = (client: CognitoIdentityProviderClient, poolId: string): People => ({
  async find(username) {
    try {
      const user = await client.send(
        new AdminGetUserCommand({ UserPoolId: poolId, Username: username }),
      )
      const attribute = (name: string) =>
        user.UserAttributes?.find((attribute) => attribute.Name === name)?.Value
      return {
        userId: attribute('sub') ?? username,
        username: user.Username ?? username,
        email: attribute('email') ?? null,
      }
    } catch (error) {
      if (error instanceof UserNotFoundException) return null
      throw error
    }
  },
})
