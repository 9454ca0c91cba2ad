'use client'

import { useEffect, useState } from 'react'
import { isRedirectLoop } from './redirect-loop'
import { SignInForm, type SignInFormProps } from './sign-in-form'
import { SignInSkeleton } from './skeleton'

/**
 * The sign-in form, unless this browser still has a refresh token: then it gets a new access token
 * without a password, and continues to `to`.
 */
export function SignIn({
  hasSession,
  ...props
}: SignInFormProps & {
  /** Whether the request carried a refresh token. */
  hasSession: boolean
}) {
  const { to } = props
  const [renewal, setRenewal] = useState<'running' | 'failed' | 'over'>(
    hasSession ? 'running' : 'over',
  )

  useEffect(() => {
    if (!hasSession) return
    renew().then(
      (isRenewed) => (isRenewed ? location.replace(to) : setRenewal('over')),
      () => setRenewal('failed'),
    )
  }, [hasSession, to])

  if (renewal === 'running') return <SignInSkeleton />
  return <SignInForm {...props} isRenewalLate={renewal === 'failed'} />
}

async function renew(): Promise<boolean> {
  const { refreshToken } = await import('@/components/ui/browser-session')
  return (await refreshToken()) !== null && !isRedirectLoop(sessionStorage, Date.now())
}
