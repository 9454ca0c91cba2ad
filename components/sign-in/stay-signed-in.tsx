'use client'

import { useEffect } from 'react'

/** Renews the session while a page is open. What does it loads only where there is a session. */
export function StaySignedIn() {
  useEffect(() => {
    if (!document.cookie.includes('.refreshToken=')) return
    let stop: (() => void) | undefined
    let isUnmounted = false
    import('./keep-session').then(
      ({ keepThisSession }) => {
        if (!isUnmounted) stop = keepThisSession()
      },
      () => {
        // The next page's request renews the token.
      },
    )
    return () => {
      isUnmounted = true
      stop?.()
    }
  }, [])
  return null
}
