'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { isRedirectLoop } from './redirect-loop'
import { SignInSkeleton } from './skeleton'
import type { Step } from './text'

const SignInForm = dynamic(() => import('./authenticator'), {
  ssr: false,
  loading: () => <SignInSkeleton />,
})

/**
 * The sign-in form, unless this browser still has a refresh token: then it gets a new access token
 * without a password, and continues to `to`.
 */
export function SignIn({ step, to }: { step: Step; to: string }) {
  const [isRenewing, setRenewing] = useState(true)

  useEffect(() => {
    renew().then(
      (isRenewed) => (isRenewed ? location.replace(to) : setRenewing(false)),
      () => setRenewing(false),
    )
  }, [to])

  return isRenewing ? <SignInSkeleton /> : <SignInForm step={step} to={to} />
}

async function renew(): Promise<boolean> {
  if (!document.cookie.includes('.refreshToken=')) return false
  const { refreshToken } = await import('@/components/ui/browser-session')
  return (await refreshToken()) !== null && !isRedirectLoop(sessionStorage, Date.now())
}
