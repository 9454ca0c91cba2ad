'use client'

import { useEffect, useState } from 'react'

/**
 * Gets a new token after a purchase, so that services that read the token see the new group at once.
 * Our own pages read the account row and don't have to wait.
 */
export function FreshToken({ groups }: { groups: string[] }) {
  const [state, setState] = useState<'refreshing' | 'fresh' | 'late'>('refreshing')

  // As text: a new array with the same groups must not run the effect again.
  const expected = groups.join(' ')

  useEffect(() => {
    let isUnmounted = false
    refreshUntil(expected.split(' '), () => isUnmounted).then((isFresh) => {
      if (!isUnmounted) setState(isFresh ? 'fresh' : 'late')
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

/**
 * Refreshes the token until it has the expected groups, for up to 7.5 seconds. This page's own request
 * or Stripe's event just before it has moved the groups, but Cognito may lag.
 */
async function refreshUntil(expected: string[], isUnmounted: () => boolean): Promise<boolean> {
  const { refreshToken } = await import('@/components/ui/browser-session')
  for (const delayMs of [0, 500, 1_000, 2_000, 4_000]) {
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (isUnmounted()) return false
    const groups = await refreshToken().catch(() => null)
    if (groups && expected.every((group) => groups.includes(group))) return true
  }
  return false
}
