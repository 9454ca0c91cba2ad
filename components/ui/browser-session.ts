/**
 * Amplify, as our own pages need it. It weighs more than most of them: load this file with
 * `import()` at the moment a token must be renewed or thrown away.
 */
import { Amplify } from 'aws-amplify'
import { signOut as endSession, fetchAuthSession } from 'aws-amplify/auth'
import { readSignInPool } from './sign-in-pool'

let isConfigured = false

export function configureAmplify(): void {
  if (isConfigured) return
  isConfigured = true
  const pool = readSignInPool()
  Amplify.configure(
    {
      Auth: {
        Cognito: {
          userPoolId: pool.userPoolId,
          userPoolClientId: pool.clientId,
          ...(pool.endpoint ? { userPoolEndpoint: pool.endpoint } : {}),
          loginWith: { email: true },
        },
      },
    },
    // Tokens in cookies, where our server reads them.
    { ssr: true },
  )
}

/** Gets a new access token into the cookies. Returns its groups; `null` if signed out. */
export async function refreshToken(): Promise<string[] | null> {
  configureAmplify()
  const { tokens } = await fetchAuthSession({ forceRefresh: true })
  if (!tokens) return null
  const groups = tokens.accessToken.payload['cognito:groups']
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : []
}

export async function signOut(): Promise<void> {
  configureAmplify()
  await endSession()
}
