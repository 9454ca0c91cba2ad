'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/forms/field'
import { Option } from '@/components/ui/forms/option'
import { ResendCode } from './resend-code'
import { fieldsOf, type Given, type Step } from './steps'
import { stepText } from './text'

/** The form of one step. What is typed stays in the inputs, where password managers write too. */
export function StepForm({
  step,
  mistakes,
  problem,
  isBusy,
  onSubmit,
  onSkip,
}: {
  step: Step
  mistakes: Partial<Given>
  problem: ReactNode
  isBusy: boolean
  onSubmit: (data: FormData) => void
  onSkip: () => void
}) {
  const [isShown, setShown] = useState(false)
  const { submit, busy } = stepText(step.kind)
  const asked = fieldsOf(step)
  const hasPassword = asked.some(({ type }) => type === 'password')
  const hasEmail = asked.some(({ name }) => name === 'email')

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(new FormData(event.currentTarget))
  }

  return (
    // `action` is for a form that is sent before this code runs: React keeps it, and calls it then.
    // Afterwards `onSubmit` takes it, because an action empties the form.
    <form noValidate onSubmit={send} action={onSubmit} className="mt-6 grid gap-5 noscript:hidden">
      {step.kind === 'setUpTotp' && <TotpKey secret={step.secret} uri={step.uri} />}
      {/* For password managers, which must know whose password it is. */}
      {!hasEmail && step.email && (
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={step.email}
          readOnly
          hidden
        />
      )}
      {asked.map(({ name, label, type, autoComplete, hint }) => (
        <TextField
          key={name}
          name={name}
          label={label}
          type={type === 'password' && isShown ? 'text' : type}
          autoComplete={autoComplete}
          hint={hint}
          error={mistakes[name]}
          required
          defaultValue={name === 'email' ? step.email : undefined}
          {...(name === 'code' && { inputMode: 'numeric' as const, maxLength: 12 })}
          spellCheck={false}
          autoCapitalize="none"
        />
      ))}
      {hasPassword && (
        <Option
          type="checkbox"
          checked={isShown}
          onChange={({ target }) => setShown(target.checked)}
        >
          Show password
        </Option>
      )}
      {/* It stays in the page, so that a text that appears is announced. */}
      <p
        role="alert"
        className="rounded-card bg-bad-tint px-4 py-3 font-medium text-bad empty:hidden"
      >
        {problem}
      </p>
      <Button type="submit" variant="primary" isBusy={isBusy} busyText={busy}>
        {submit}
      </Button>
      <ResendCode step={step} />
      {step.kind === 'verifyEmail' && (
        <Button variant="quiet" onClick={onSkip}>
          Not now
        </Button>
      )}
    </form>
  )
}

/** On a phone the link opens the app; elsewhere the key is typed. */
const TotpKey = ({ secret, uri }: { secret: string; uri: string }) => (
  <p>
    <span className="mb-1.5 block font-semibold text-sm">Key</span>
    <code className="block select-all break-all rounded-field bg-sunk px-3 py-2.5 font-mono">
      {secret}
    </code>
    <a href={uri} className="link mt-2 inline-block">
      Open in an authenticator app on this device
    </a>
  </p>
)
