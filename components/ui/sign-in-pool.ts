import type { Settings } from '@/lib/env'

/**
 * Where a browser signs in. Public by nature, and told to it by the page at run time: a build knows
 * nothing of its environment, so the same one serves every stage.
 */
export type SignInPool = { userPoolId: string; clientId: string; endpoint: string | null }

export const signInPool = (
  settings: Pick<Settings, 'COGNITO_USER_POOL_ID' | 'COGNITO_CLIENT_ID' | 'COGNITO_ENDPOINT'>,
): SignInPool => ({
  userPoolId: settings.COGNITO_USER_POOL_ID,
  clientId: settings.COGNITO_CLIENT_ID,
  endpoint: settings.COGNITO_ENDPOINT ?? null,
})

/** In a browser: what `app/layout.tsx` wrote on the body. */
export const readSignInPool = (): SignInPool =>
  JSON.parse(document.body.dataset.signInPool ?? 'null')
