/**
 * Amplify, as our own pages need it. It weighs more than most of them: load this file with
 * `import()` at the moment a token must be renewed or thrown away.
 */
import { Amplify } from 'aws-amplify'
import { signOut as endSession, fetchAuthSession } from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import { CookieStorage } from 'aws-amplify/utils'
import { isOutage } from '@/lib/outages'
import { withTimeout } from '@/lib/with-timeout'
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
  // The same storage that `ssr` chooses, whose cookies would stay for a year.
  cognitoUserPoolsTokenProvider.setKeyValueStorage(
    new CookieStorage({ sameSite: 'lax', expires: pool.sessionDays }),
  )
}

/** How long Cognito may take. Amplify itself would wait for ever. */
export const cognitoTimeoutMs = 5_000

/**
 * Gets a new access token into the cookies. Returns its groups; `null` if signed out. Throws an
 * `Outage` if Cognito doesn't answer.
 */
export async function refreshToken(): Promise<string[] | null> {
  configureAmplify()
  const { tokens } = await withTimeout(fetchAuthSession({ forceRefresh: true }), cognitoTimeoutMs)
  if (!tokens) return null
  const groups = tokens.accessToken.payload['cognito:groups']
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : []
}

/**
 * Ends the session in this browser, and the refresh token everywhere. If Cognito doesn't answer, the
 * refresh token stays valid, but this browser no longer has it.
 */
export async function signOut(): Promise<void> {
  configureAmplify()
  try {
    await withTimeout(endSession(), cognitoTimeoutMs)
  } catch (error) {
    if (!isOutage(error)) throw error
    forgetSession()
  }
}

/** Deletes Amplify's cookies. */
function forgetSession(): void {
  const prefix = `CognitoIdentityServiceProvider.${readSignInPool().clientId}.`
  for (const cookie of document.cookie.split('; ')) {
    const [name = ''] = cookie.split('=')
    // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API
    if (name.startsWith(prefix)) document.cookie = `${name}=; path=/; max-age=0`
  }
}
