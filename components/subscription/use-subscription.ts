'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { postJson } from '@/components/ui/call-api'

export type Problem = { message: string; url?: string }
type Act = 'preview' | 'change' | 'cancel' | 'resume' | 'pause'

/**
 * Asks `/api/subscription/…`, one thing at a time: a second click while it asks does nothing. Answers
 * the body, or `null` with the problem shown.
 */
export function useSubscription() {
  const router = useRouter()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const asking = useRef(false)

  async function ask(act: Act, body: object): Promise<unknown> {
    if (asking.current) return null
    asking.current = true
    setBusy(true)
    setProblem(null)
    const answer = await postJson(`/api/subscription/${act}`, body)
    // On the way to sign in: it stays busy until the page is gone.
    if (answer.kind === 'leaving') return null
    if (answer.kind === 'done' && act !== 'preview') await refresh()
    asking.current = false
    setBusy(false)
    if (answer.kind === 'done') return answer.body
    setProblem(answer)
    // It may have become something else meanwhile: the page shows what.
    if (act !== 'preview') router.refresh()
    return null
  }

  /** What was changed reaches the page at once, and other readers of the token with the next one. */
  async function refresh() {
    const { refreshToken } = await import('@/components/ui/browser-session')
    await refreshToken().catch(() => null)
    router.refresh()
  }

  return { ask, isBusy, problem, forget: () => setProblem(null) }
}
