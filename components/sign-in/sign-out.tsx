'use client'

import { useEffect, useState } from 'react'

/** Signs out as soon as it renders, then goes to the home page. */
export function SignOut() {
  const [hasFailed, setFailed] = useState(false)

  useEffect(() => {
    endSession().catch(() => setFailed(true))
  }, [])

  return (
    <p role="status" className="mt-4 text-lg">
      {hasFailed ? 'We couldn’t sign you out. Reload this page to try again.' : 'Just a moment…'}
    </p>
  )
}

async function endSession() {
  const { signOut } = await import('@/components/ui/browser-session')
  await signOut()
  location.replace('/')
}
