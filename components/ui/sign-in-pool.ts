import type { Settings } from '@/lib/env'

/**
 * The user pool that a browser signs in to. It is public. The page passes it to the browser at run
 * time and not at build time, so that one build serves every environment.
 */
export type SignInPool = {
  userPoolId: string
  clientId: string
  endpoint: string | null
  /** How long the browser keeps the session's cookies. */
  sessionDays: number
}

export const signInPool = (
  settings: Pick<
    Settings,
    'COGNITO_USER_POOL_ID' | 'COGNITO_CLIENT_ID' | 'COGNITO_ENDPOINT' | 'SESSION_DAYS'
  >,
): SignInPool => ({
  userPoolId: settings.COGNITO_USER_POOL_ID,
  clientId: settings.COGNITO_CLIENT_ID,
  endpoint: settings.COGNITO_ENDPOINT ?? null,
  sessionDays: settings.SESSION_DAYS,
})

/** In the browser: reads what `app/layout.tsx` put on the body element. */
export const readSignInPool = (): SignInPool =>
  JSON.parse(document.body.dataset.signInPool ?? 'null')
