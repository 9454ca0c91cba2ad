'use client'

import { useState } from 'react'
import { Button, type ButtonLook } from '@/components/ui/button'
import { endSession } from './end-session'

/**
 * Signs out when pressed, then goes to the home page. It is a button and not a link: a link to a
 * page that signs out could be opened by any other website.
 */
export function SignOutButton({
  variant,
  size,
  className,
  children = 'Sign out',
}: ButtonLook & {
  children?: string
}) {
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready')

  const press = () => {
    setState('busy')
    endSession().catch(() => setState('failed'))
  }

  return (
    <>
      <Button
        {...{ variant, size, className }}
        onClick={press}
        isBusy={state === 'busy'}
        busyText="Signing out…"
      >
        {children}
      </Button>
      <span role="status" className="empty:hidden">
        {state === 'failed' ? 'We couldn’t sign you out. Try again.' : ''}
      </span>
    </>
  )
}
