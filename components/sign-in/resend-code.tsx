'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { Step } from './steps'
import { problemOf } from './text'

/** A mail takes a moment, and each new code makes the one before useless. */
const pauseSeconds = 30

/** Sends the code of this step again, at most twice a minute, and says so. */
export function ResendCode({ step }: { step: Step }) {
  const [left, setLeft] = useState(pauseSeconds)
  const [isBusy, setBusy] = useState(false)
  const [said, setSaid] = useState('')

  const isPausing = left > 0
  useEffect(() => {
    if (!isPausing) return
    const timer = setInterval(() => setLeft((now) => now - 1), 1_000)
    return () => clearInterval(timer)
  }, [isPausing])

  if (!canResend(step)) return null
  const press = async () => {
    if (isPausing || isBusy) return
    setBusy(true)
    setSaid('')
    try {
      const { sendCodeAgain } = await import('./flow')
      await sendCodeAgain(step)
      setSaid(`We sent a new code to ${step.email}. Earlier codes no longer work.`)
      setLeft(pauseSeconds)
    } catch (error) {
      setSaid(problemOf(error).text)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="text-center">
      <Button
        variant="quiet"
        size="small"
        // Not `disabled`, which would drop the keyboard focus.
        aria-disabled={isPausing || isBusy}
        className="aria-disabled:cursor-not-allowed aria-disabled:text-muted"
        onClick={press}
      >
        {isPausing ? `Resend code in ${left} s` : 'Resend code'}
      </Button>
      <p role="status" className="break-words text-sm empty:hidden">
        {said}
      </p>
    </div>
  )
}

const canResend = ({ kind, email }: Step): boolean =>
  email !== '' && ['confirmSignUp', 'resetPassword', 'verifyEmail'].includes(kind)
