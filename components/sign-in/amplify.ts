/**
 * Amplify, set up for our pool. It weighs more than most of our pages: only `flow.ts` and the end of a
 * session need it, and both are loaded with `import()`.
 */
import { Amplify } from 'aws-amplify'
import { signOut } from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import { CookieStorage } from 'aws-amplify/utils'
import { cognitoTimeoutMs, forgetSession, withSessionLock } from '@/components/ui/browser-session'
import { readSignInPool } from '@/components/ui/sign-in-pool'
import { isOutage } from '@/lib/outages'
import { withTimeout } from '@/lib/with-timeout'

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

/**
 * Ends the session in this browser, and the refresh token everywhere. If Cognito doesn't answer, the
 * refresh token stays valid, but this browser no longer has it.
 */
export function revokeSession(): Promise<void> {
  configureAmplify()
  return withSessionLock(async () => {
    try {
      await withTimeout(signOut(), cognitoTimeoutMs)
    } catch (error) {
      if (!isOutage(error)) throw error
      forgetSession()
    }
  })
}
