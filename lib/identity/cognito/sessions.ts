import {
  type CognitoIdentityProviderClient,
  GetUserCommand,
  NotAuthorizedException,
  PasswordResetRequiredException,
  UserNotConfirmedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Sessions } from '@/lib/identity/sessions'

export const cognitoSessions = (client: CognitoIdentityProviderClient): Sessions => ({
  async isRevoked(accessToken) {
    try {
      await client.send(new GetUserCommand({ AccessToken: accessToken }))
      return false
    } catch (error) {
      // The same exception says that the token is revoked, and that it lacks the scope to ask.
      if (error instanceof NotAuthorizedException) return !/scope/i.test(error.message)
      if (refusals.some((Refusal) => error instanceof Refusal)) return true
      throw error
    }
  },
})

const refusals = [UserNotFoundException, UserNotConfirmedException, PasswordResetRequiredException]
