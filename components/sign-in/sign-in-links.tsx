'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { FirstStep, Step } from './steps'

/** The other ways from a step. A link for a page, a button for a step of this one. */
export function SignInLinks({
  step,
  first,
  to,
  onStep,
}: {
  step: Step
  first: FirstStep
  to: string
  onStep: (step: Step) => void
}) {
  const { email } = step
  const next = `next=${encodeURIComponent(to)}`
  const back = <Way onClick={() => onStep({ kind: first, email })}>{backTo[first]}</Way>
  switch (step.kind) {
    case 'signIn':
      return (
        <Row>
          <Link href={`/forgot-password?${next}`} className="link">
            Forgot your password?
          </Link>
          <Link href="/signup" className="link">
            Create an account
          </Link>
        </Row>
      )
    case 'signUp':
      return (
        <Row>
          <span>
            Already have an account?{' '}
            <Link href={`/signin?${next}`} className="link whitespace-nowrap">
              Sign in
            </Link>
          </span>
          <Way onClick={() => onStep({ kind: 'confirmSignUp', email })}>I have a code</Way>
        </Row>
      )
    case 'forgotPassword':
      return (
        <Row>
          <Link href={`/signin?${next}`} className="link">
            Back to sign in
          </Link>
        </Row>
      )
    case 'verifyEmail':
      // The user is signed in already: the form itself offers to go on without a code.
      return null
    default:
      return <Row>{back}</Row>
  }
}

const backTo: Record<FirstStep, string> = {
  signIn: 'Back to sign in',
  signUp: 'Use a different email',
  forgotPassword: 'Use a different email',
}

const Row = ({ children }: { children: ReactNode }) => (
  <div className="mt-6 flex flex-wrap justify-between gap-x-6 gap-y-2">{children}</div>
)

const Way = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button type="button" onClick={onClick} className="link">
    {children}
  </button>
)
