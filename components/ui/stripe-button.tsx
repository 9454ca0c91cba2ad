'use client'

import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { field, postJson } from './call-api'

/** Asks our API for a Stripe page's URL, and goes there. A second click meanwhile does nothing. */
export function StripeButton({
  path,
  body,
  busy,
  className = 'button',
  children,
}: {
  path: '/api/checkout' | '/api/pay' | '/api/portal'
  body: Record<string, string | boolean>
  /** The button's text meanwhile. */
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
    // The browser's back button restores the page as it was: busy.
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
    setProblem(
      answer.kind === 'refused' ? answer.message : 'We couldn’t open Stripe. Please try again.',
    )
    rest()
  }

  return (
    <div>
      <button
        type="button"
        className={className}
        onClick={ask}
        // Not `disabled`, which would drop the keyboard focus.
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
