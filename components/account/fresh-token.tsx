'use client'

import { useEffect, useState } from 'react'
import { awaitGroups } from './await-groups'

/**
 * Gets a new token after a purchase, so that services that read the token see the new group at
 * once. Our own pages read the account row and don't have to wait.
 */
export function FreshToken({ groups }: { groups: string[] }) {
  const [state, setState] = useState<'refreshing' | 'fresh' | 'late'>('refreshing')

  // As text: a new array with the same groups must not run the effect again.
  const expected = groups.join(' ')

  useEffect(() => {
    let isUnmounted = false
    awaitGroups(expected.split(' '), () => isUnmounted).then((outcome) => {
      if (!isUnmounted) setState(outcome === 'carries' ? 'fresh' : 'late')
    })
    return () => {
      isUnmounted = true
    }
  }, [expected])

  return (
    <p role="status" className="text-base text-muted">
      {messages[state]}
    </p>
  )
}

const messages = {
  refreshing: 'Updating your session…',
  fresh: 'You’re all set.',
  late: 'Other services may take a few minutes to recognize your new plan.',
}
