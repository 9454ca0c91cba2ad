'use client'

import { useEffect, useState } from 'react'

/**
 * A group reaches a browser with its next token, so this gets one now. The pages of ours look at
 * the account and need not wait for it; what else reads the token does.
 */
export function FreshToken({ groups }: { groups: string[] }) {
  const [state, setState] = useState<'waiting' | 'carries' | 'late'>('waiting')

  // As text, so that the same groups in a new array don't begin all over again.
  const wanted = groups.join(' ')

  useEffect(() => {
    let isGone = false
    carriesSoon(wanted.split(' '), () => isGone).then((carries) => {
      if (!isGone) setState(carries ? 'carries' : 'late')
    })
    return () => {
      isGone = true
    }
  }, [wanted])

  return (
    <p role="status" className="text-base text-muted">
      {words[state]}
    </p>
  )
}

const words = {
  waiting: 'Renewing your session…',
  carries: 'Your session carries the new plan already.',
  late: 'Your session learns of it within a few minutes; this page and your dashboard know it now.',
}

/** The group is put in place by this page's own request, or by Stripe's event just before it. */
async function carriesSoon(wanted: string[], isGone: () => boolean): Promise<boolean> {
  const { refreshToken } = await import('@/components/ui/browser-session')
  for (const patienceMs of [0, 500, 1_000, 2_000, 4_000]) {
    await new Promise((resolve) => setTimeout(resolve, patienceMs))
    if (isGone()) return false
    const groups = await refreshToken().catch(() => null)
    if (groups && wanted.every((group) => groups.includes(group))) return true
  }
  return false
}
