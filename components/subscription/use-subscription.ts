'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { postJson } from '@/components/ui/call-api'

export type Problem = { message: string; url?: string }
type Act = 'preview' | 'change' | 'cancel' | 'resume' | 'pause'

/**
 * Sends requests to `/api/subscription/…`, one at a time: a second click meanwhile does nothing.
 * `send` resolves to the response body, or to `null` with `problem` set.
 */
export function useSubscription() {
  const router = useRouter()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const isSending = useRef(false)

  async function send(act: Act, body: object): Promise<unknown> {
    if (isSending.current) return null
    isSending.current = true
    setBusy(true)
    setProblem(null)
    const answer = await postJson(`/api/subscription/${act}`, body)
    // The browser is leaving for the sign-in page: the button stays busy until then.
    if (answer.kind === 'leaving') return null
    if (answer.kind === 'done' && act !== 'preview') await refresh()
    isSending.current = false
    setBusy(false)
    if (answer.kind === 'done') return answer.body
    setProblem(answer)
    // The subscription may have changed meanwhile: the page must show how.
    if (act !== 'preview') router.refresh()
    return null
  }

  /** Updates the page, and the token for other services that read it. */
  async function refresh() {
    const { refreshToken } = await import('@/components/ui/browser-session')
    await refreshToken().catch(() => null)
    router.refresh()
  }

  return { send, isBusy, problem, clearProblem: () => setProblem(null) }
}
