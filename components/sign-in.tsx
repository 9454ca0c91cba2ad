'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { SignInWaiting } from './sign-in-waiting'
import type { Step } from './sign-in-words'

const SignInForm = dynamic(() => import('./authenticator'), {
  ssr: false,
  loading: () => <SignInWaiting />,
})

/**
 * The form, unless this browser can renew its session by itself: an access token lives for minutes,
 * its refresh token for weeks, and nobody wants to type a password four times an hour.
 */
export function SignIn({ step, to }: { step: Step; to: string }) {
  const [isRenewing, setRenewing] = useState(true)

  useEffect(() => {
    renew(to).then(
      (isRenewed) => (isRenewed ? location.replace(to) : setRenewing(false)),
      () => setRenewing(false),
    )
  }, [to])

  return isRenewing ? <SignInWaiting /> : <SignInForm step={step} to={to} />
}

async function renew(to: string): Promise<boolean> {
  if (!document.cookie.includes('.refreshToken=') || wasRenewedJustNow(to)) return false
  const { refreshToken } = await import('./browser-session')
  return (await refreshToken()) !== null
}

/** A page that sends a fresh token back here would keep us going round for ever. */
function wasRenewedJustNow(to: string): boolean {
  const key = `renewed:${to}`
  const last = Number(sessionStorage.getItem(key) ?? 0)
  sessionStorage.setItem(key, String(Date.now()))
  return Date.now() - last < 20_000
}
