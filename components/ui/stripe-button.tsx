'use client'

import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { field, postJson } from './call-api'

/** Asks our API for a page of Stripe's, and goes there. A second click while it asks does nothing. */
export function StripeButton({
  path,
  body,
  busy,
  className = 'button',
  children,
}: {
  path: '/api/checkout' | '/api/pay' | '/api/portal'
  body: Record<string, string | boolean>
  /** What the button says while it asks. */
  busy: string
  className?: string
  children: ReactNode
}) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const asking = useRef(false)
  const problemId = useId()

  const rest = () => {
    asking.current = false
    setBusy(false)
  }

  useEffect(() => {
    // Coming back with the browser's own button shows the page as it was left: busy.
    window.addEventListener('pageshow', rest)
    return () => window.removeEventListener('pageshow', rest)
  })

  async function ask() {
    if (asking.current) return
    asking.current = true
    setBusy(true)
    setProblem(null)
    const answer = await postJson(path, body)
    if (answer.kind === 'leaving') return
    const url = answer.kind === 'done' ? field(answer.body, 'url') : undefined
    if (typeof url === 'string') return location.assign(url)
    setProblem(answer.kind === 'refused' ? answer.message : 'Stripe gave us no page to open.')
    rest()
  }

  return (
    <div>
      <button
        type="button"
        className={className}
        onClick={ask}
        // Not `disabled`: that would drop the focus of whoever pressed it.
        aria-disabled={isBusy}
        aria-describedby={problem ? problemId : undefined}
      >
        {isBusy ? busy : children}
      </button>
      <p id={problemId} role="alert" className="mt-2 font-medium text-bad text-sm empty:hidden">
        {problem}
      </p>
    </div>
  )
}
