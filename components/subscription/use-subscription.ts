'use client'

import { useRef, useState } from 'react'
import { postJson } from '@/components/ui/call-api'
import { toast } from '@/components/ui/toast/toasts'
import { useRefresh } from './use-refresh'

export type Problem = { message: string; url?: string }
type Act = 'preview' | 'change' | 'cancel' | 'resume' | 'pause'

/**
 * Sends requests to `/api/subscription/…`, one at a time: a second click meanwhile does nothing.
 * `send` resolves to the response body, or to `null` with `problem` set. Once the page shows the new
 * state, `done` says that it worked.
 */
export function useSubscription() {
  const refreshPage = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const isSending = useRef(false)

  async function send(act: Act, body: object, done?: string): Promise<unknown> {
    if (isSending.current) return null
    isSending.current = true
    setBusy(true)
    setProblem(null)
    const answer = await postJson(`/api/subscription/${act}`, body)
    // The browser is leaving for the sign-in page: the button stays busy until then.
    if (answer.kind === 'leaving') return null
    if (answer.kind === 'done' && act !== 'preview') {
      await refresh()
      if (done) toast({ text: done })
    }
    isSending.current = false
    setBusy(false)
    if (answer.kind === 'done') return answer.body
    setProblem(answer)
    // The subscription may have changed meanwhile: the page must show how.
    if (act !== 'preview') void refreshPage()
    return null
  }

  /** Updates the page, and the token for other services that read it. */
  async function refresh() {
    const { refreshToken } = await import('@/components/ui/browser-session')
    await refreshToken().catch(() => null)
    await refreshPage()
  }

  return { send, isBusy, problem, clearProblem: () => setProblem(null) }
}
