'use client'

import { useEffect, useState } from 'react'
import { isRedirectLoop } from '@/components/sign-in/redirect-loop'
import { buttonClass } from '@/components/ui/button'
import { signInPath } from '@/lib/auth/paths'
import { awaitGroups } from './await-groups'

/** Refreshes the token until it carries all of these groups, then goes to `path`. */
export function RefreshSession({ groups, path }: { groups: string[]; path: string }) {
  const [isLate, setLate] = useState(false)
  // As text, so that the same groups in a new array do not start over.
  const wanted = JSON.stringify(groups)

  useEffect(() => {
    let isUnmounted = false
    awaitGroups(JSON.parse(wanted), () => isUnmounted).then((outcome) => {
      if (isUnmounted) return
      if (outcome === 'signed_out') location.replace(signInPath(path))
      else if (outcome === 'late' || isRedirectLoop(sessionStorage, Date.now())) setLate(true)
      else location.replace(path)
    })
    return () => {
      isUnmounted = true
    }
  }, [wanted, path])

  return (
    <>
      <p role="status" className="mt-4 text-lg text-muted">
        {isLate
          ? 'This is taking longer than usual. Wait a minute, then try again.'
          : 'Checking your access. The page will open in a moment.'}
      </p>
      {isLate && (
        <p className="mt-8 flex flex-wrap gap-4">
          <a href={path} className={buttonClass({ variant: 'primary' })}>
            Try again
          </a>
          <a href="/dashboard" className={buttonClass()}>
            Go to your dashboard
          </a>
        </p>
      )}
    </>
  )
}
