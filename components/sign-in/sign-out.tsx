'use client'

import { useEffect, useState } from 'react'

/** Ends the session as soon as it is shown, then goes home. */
export function SignOut() {
  const [hasFailed, setFailed] = useState(false)

  useEffect(() => {
    leave().catch(() => setFailed(true))
  }, [])

  return (
    <p role="status" className="mt-4 text-lg">
      {hasFailed
        ? 'That did not work: you may still be signed in. Load this page again to try once more.'
        : 'One moment…'}
    </p>
  )
}

async function leave() {
  const { signOut } = await import('@/components/ui/browser-session')
  await signOut()
  location.replace('/')
}
