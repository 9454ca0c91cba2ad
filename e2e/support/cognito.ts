import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { setLocalAwsEnv } from '@/dev/stack/local-aws'
import type { StackFile } from '@/dev/stack/stack-file'
import { cognitoClient } from '@/lib/identity/cognito/client'

/** The real AWS SDK, connected to a stack's own Cognito, which accepts any credentials. */
export function cognitoOf({ cognito }: StackFile) {
  setLocalAwsEnv()
  // On a busy machine an answer may take long, and a retry would find the user created already.
  return cognitoClient({ region: 'us-east-1', endpoint: cognito.endpoint, timeoutMs: 60_000 })
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
