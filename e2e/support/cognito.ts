import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { setLocalAwsEnv } from '@/dev/stack/local-aws'
import type { StackFile } from '@/dev/stack/stack-file'
import { cognitoClient } from '@/lib/identity/cognito/client'

const clients = new Map<string, ReturnType<typeof cognitoClient>>()

/** The real AWS SDK, connected to a stack's own Cognito, which accepts any credentials. */
export function cognitoOf({ cognito: { endpoint } }: StackFile) {
  setLocalAwsEnv()
  const client =
    clients.get(endpoint) ??
    // On a busy machine an answer may take long, and a retry would find the user created already.
    cognitoClient({ region: 'us-east-1', endpoint, timeoutMs: 60_000 })
  clients.set(endpoint, client)
  return client
}

export type Credentials = { email: string; password: string }

/** Signs in without a browser. */
export async function tokensOf(
  stack: StackFile,
  { email, password }: Credentials,
): Promise<{ accessToken: string; idToken: string; refreshToken: string }> {
  const { AuthenticationResult } = await cognitoOf(stack).send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: stack.cognito.clientId,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  )
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {}
  return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken }
}

/** A fresh access token. */
export const tokenOf = async (stack: StackFile, account: Credentials): Promise<string> =>
  (await tokensOf(stack, account)).accessToken

export type Claims = { groups: string[]; plan?: string; permissions?: unknown }

export function claimsOf(jwt: string): Claims {
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString() || '{}')
  return { ...claims, groups: claims['cognito:groups'] ?? [] }
}
