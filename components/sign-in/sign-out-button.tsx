'use client'

import { useState } from 'react'

/**
 * Signs out when pressed, then goes to the home page. It is a button and not a link: a link to a
 * page that signs out could be opened by any other website.
 */
export function SignOutButton({
  className = 'button',
  children = 'Sign out',
}: {
  className?: string
  children?: string
}) {
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready')

  const press = () => {
    setState('busy')
    endSession().catch(() => setState('failed'))
  }

  return (
    <>
      <button type="button" className={className} onClick={press} disabled={state === 'busy'}>
        {state === 'busy' ? 'Signing out…' : children}
      </button>
      <span role="status" className="empty:hidden">
        {state === 'failed' ? 'We couldn’t sign you out. Try again.' : ''}
      </span>
    </>
  )
}

async function endSession() {
  const { signOut } = await import('@/components/ui/browser-session')
  await signOut()
  location.replace('/')
}
