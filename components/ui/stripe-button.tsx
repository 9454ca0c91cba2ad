'use client'

import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button, type ButtonLook } from './button'
import { field, postJson } from './call-api'

/** Requests a Stripe page's URL from our API and opens it. Clicks are ignored while it waits. */
export function StripeButton({
  path,
  body,
  busy,
  variant,
  size,
  className,
  children,
}: ButtonLook & {
  path: '/api/checkout' | '/api/pay' | '/api/portal'
  body: Record<string, string | boolean>
  /** The button's text while it waits. */
  busy: string
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
      <Button
        {...{ variant, size, className }}
        onClick={ask}
        isBusy={isBusy}
        busyText={busy}
        aria-describedby={problem ? problemId : undefined}
      >
        {children}
      </Button>
      <p id={problemId} role="alert" className="mt-2 font-medium text-bad text-sm empty:hidden">
        {problem}
      </p>
    </div>
  )
}
