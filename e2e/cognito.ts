import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { cognitoClient } from '@/lib/identity/cognito/client'
import type { StackFile } from '../dev/stack/stack-file'

/** The real AWS SDK, on a stack's own Cognito, which takes any credentials. */
export function cognitoOf({ cognito }: StackFile) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  process.env.AWS_ACCESS_KEY_ID ??= 'local'
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local'
  return cognitoClient({ region: 'us-east-1', endpoint: cognito.endpoint })
}

/** A fresh access token, without a browser. */
export async function tokenOf(
  stack: StackFile,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const { AuthenticationResult } = await cognitoOf(stack).send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: stack.cognito.clientId,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  )
  return AuthenticationResult?.AccessToken ?? ''
}

export type Claims = { groups: string[]; plan?: string; permissions?: unknown }

export function claimsOf(jwt: string): Claims {
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString() || '{}')
  return { ...claims, groups: claims['cognito:groups'] ?? [] }
}
