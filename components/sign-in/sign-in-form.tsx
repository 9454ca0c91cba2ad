'use client'

import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { isLoadError, reloadOnce } from '@/components/ui/new-build'
import { toastOnNextPage } from '@/components/ui/toast/toasts'
import { DemoAccounts, type OfferedAccount } from './demo-accounts'
import { forgetKept, keep, readKept } from './kept'
import { isRedirectLoop } from './redirect-loop'
import { SignInLinks } from './sign-in-links'
import { StepForm } from './step-form'
import {
  type FirstStep,
  fieldMistakes,
  fieldsOf,
  type Given,
  type Outcome,
  readGiven,
  type Step,
} from './steps'
import { accountExists, introOf, problemOf, type SignInProblem, stepText, titleOf } from './text'

export type SignInFormProps = {
  /** The step that this page begins with. */
  first: FirstStep
  /** Where the user goes once signed in. */
  to: string
  /** Accounts of the local stack, which sign in with one click. */
  demoAccounts?: readonly OfferedAccount[]
}

const nothing: SignInProblem = { text: '' }

/** All steps of the way in, one form at a time. */
export function SignInForm({
  first,
  to,
  demoAccounts = [],
  isRenewalLate = false,
}: SignInFormProps & {
  /** A session is there, but Cognito did not answer in time to renew it. */
  isRenewalLate?: boolean
}) {
  const [step, setStep] = useState<Step>({ kind: first, email: '' })
  const [mistakes, setMistakes] = useState<Partial<Given>>({})
  const [problem, setProblem] = useState(nothing)
  const [isBusy, setBusy] = useState(false)
  const [isStuck, setStuck] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const shown = useRef<Step['kind']>(first)

  // What the page before, or this one before it was loaded again, has left.
  useEffect(() => {
    const kept = readKept()
    if (!kept) return
    const { email, code } = kept
    const kind = code?.page === first ? code.step : first
    setStep((now) => (now.email ? now : { kind, email }))
  }, [first])

  // Amplify is there before the form is sent.
  useEffect(() => {
    void import('./flow').catch(() => {})
  }, [])

  useEffect(() => {
    document.title = [titleOf(step.kind), ...document.title.split(' · ').slice(1)].join(' · ')
    if (shown.current === step.kind) return
    shown.current = step.kind
    focusFirst(box.current)
  }, [step.kind])

  const go = (next: Step) => {
    setStep(next)
    setMistakes({})
    setProblem(nothing)
    const { kind, email } = next
    const hasCode = email && (kind === 'confirmSignUp' || kind === 'resetPassword')
    keep({ email, ...(hasCode && { code: { step: kind, page: first } }) })
  }

  const follow = (outcome: Outcome) => {
    if (outcome.kind === 'step') {
      go(outcome.step)
      setBusy(false)
      return
    }
    forgetKept()
    if (outcome.said) toastOnNextPage(outcome.said)
    // A full page load, so that the server sees the new cookies. Until then the form stays busy.
    if (isRedirectLoop(sessionStorage, Date.now())) setStuck(true)
    else location.replace(to)
  }

  const run = async (from: Step, given: Given) => {
    setBusy(true)
    setProblem(nothing)
    try {
      const { advance } = await import('./flow')
      follow(await advance(from, given))
    } catch (error) {
      if (isLoadError(error)) void reloadOnce()
      const found = problemOf(error)
      setProblem(found)
      setBusy(false)
      if (found.field) focusField(box.current, found.field)
    }
  }

  const submit = async (data: FormData) => {
    if (isBusy) return
    const given = readGiven(data, step)
    const asked = fieldsOf(step)
    const found = fieldMistakes(asked, given)
    setMistakes(found)
    setProblem(nothing)
    const wrong = asked.find(({ name }) => found[name])
    if (wrong) return focusField(box.current, wrong.name)
    if (step.kind === first) {
      setStep({ ...step, email: given.email })
      keep({ email: given.email })
    }
    await run({ ...step, email: given.email }, given)
  }

  if (isStuck) return <Stuck />
  return (
    <div ref={box}>
      <h1 className="font-bold text-3xl">{stepText(step.kind).heading}</h1>
      {isRenewalLate && step.kind === first && <RenewalLate to={to} />}
      {/* It stays in the page, so that the words of the next step are announced. */}
      <p role="status" className="mt-2 break-words text-muted empty:hidden">
        {introOf(step)}
      </p>
      <StepForm
        key={step.kind}
        step={step}
        mistakes={problem.field ? { ...mistakes, [problem.field]: problem.text } : mistakes}
        problem={problem.field ? '' : <ProblemText text={problem.text} to={to} />}
        isBusy={isBusy}
        onSubmit={submit}
        onSkip={() => follow({ kind: 'signed_in' })}
      />
      <SignInLinks step={step} first={first} to={to} onStep={go} />
      {step.kind === 'signIn' && demoAccounts.length > 0 && (
        <DemoAccounts
          accounts={demoAccounts}
          isBusy={isBusy}
          onPick={({ email, password }) =>
            run({ kind: 'signIn', email }, { email, password, confirmation: '', code: '' })
          }
        />
      )}
    </div>
  )
}

const inputs = (box: HTMLElement | null) => [
  ...(box?.querySelectorAll<HTMLInputElement>('form input:not([hidden])') ?? []),
]

/** The first field that is empty. Without one, the focus would be lost with the step before. */
function focusFirst(box: HTMLElement | null): void {
  const all = inputs(box)
  const next = all.find(({ value, type }) => type !== 'checkbox' && !value) ?? all[0]
  next?.focus()
}

const focusField = (box: HTMLElement | null, name: string): void =>
  inputs(box)
    .find((input) => input.name === name)
    ?.focus()

/** An address with an account isn't a dead end: the account can be signed in to. */
const ProblemText = ({ text, to }: { text: string; to: string }) =>
  text === accountExists ? (
    <>
      {text}{' '}
      <Link href={`/signin?next=${encodeURIComponent(to)}`} className="link">
        Sign in instead?
      </Link>
    </>
  ) : (
    text
  )

const Stuck = () => (
  <p role="alert" className="text-lg">
    You’re signed in, but we couldn’t open that page. Check that your computer’s clock is correct,
    then{' '}
    <a href="/signout" className="link">
      sign out
    </a>{' '}
    and try again.
  </p>
)

/** The session is not over: it only can't be renewed now. */
const RenewalLate = ({ to }: { to: string }) => (
  <p role="alert" className="mt-4 rounded-card bg-signal-tint px-4 py-3 text-signal-ink">
    You’re still signed in in this browser, but sign-in isn’t answering right now.{' '}
    <a href={to} className="link">
      Try again
    </a>
  </p>
)
