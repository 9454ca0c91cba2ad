'use client'

import './authenticator.css'
import { Authenticator, type AuthenticatorProps, useAuthenticator } from '@aws-amplify/ui-react'
import {
  confirmResetPassword,
  confirmSignUp,
  resendSignUpCode,
  resetPassword,
  signIn,
  signUp,
} from 'aws-amplify/auth'
import { I18n } from 'aws-amplify/utils'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { cognitoTimeoutMs, configureAmplify } from '@/components/ui/browser-session'
import { readSignInPool } from '@/components/ui/sign-in-pool'
import { withTimeout } from '@/lib/with-timeout'
import { isRedirectLoop } from './redirect-loop'
import { accountExists, headingOf, labels, readable, type Step } from './text'

// English whatever the browser's language, like the rest of the page.
I18n.setLanguage('en')
I18n.putVocabulariesForLanguage('en', labels)

/**
 * Amplify's Authenticator with our style and wording. It is large, so only sign-in pages load it.
 */
export default function SignInForm({ step, to }: { step: Step; to: string }) {
  configureAmplify()
  const [hasNewPassword, setNewPassword] = useState(false)
  const services = useMemo(() => cognito(() => setNewPassword(true)), [])
  const page = useMemo(() => ({ to, hasNewPassword }), [to, hasNewPassword])
  return (
    <PageContext value={page}>
      <Authenticator
        initialState={step}
        loginMechanisms={['email']}
        services={services}
        formFields={fields}
        components={components}
      >
        <SignedIn to={to} />
      </Authenticator>
    </PageContext>
  )
}

/**
 * For Amplify's slots, which get no props: where sign-in leads, and whether the password is new.
 */
const PageContext = createContext({ to: '/', hasNewPassword: false })

/** Leaves with a full page load, so that the server sees the new cookies. */
function SignedIn({ to }: { to: string }) {
  const [isStuck, setStuck] = useState(false)

  useEffect(() => {
    if (isRedirectLoop(sessionStorage, Date.now())) setStuck(true)
    else location.replace(to)
  }, [to])

  return (
    <p role="status" className="text-lg">
      {isStuck ? (
        <>
          You’re signed in, but we couldn’t open that page. Check that your computer’s clock is
          correct, then{' '}
          <a href="/signout" className="link">
            sign out
          </a>{' '}
          and try again.
        </>
      ) : (
        'Signing you in…'
      )}
    </p>
  )
}

function Heading() {
  const { route } = useAuthenticator(({ route }) => [route])
  const { hasNewPassword } = useContext(PageContext)
  return (
    <div className="mb-6">
      <h1 className="font-bold text-3xl">{headingOf(route)}</h1>
      <p role="status" className="text-go">
        {hasNewPassword &&
          route === 'signIn' &&
          'Your password has been changed. Sign in with your new password.'}
      </p>
    </div>
  )
}

/** Replaces Amplify's sentence about the code, which shows only a masked address. */
function CodeSent() {
  const { username } = useAuthenticator(({ username }) => [username])
  return (
    <p className="mb-4">
      We sent a 6-digit code to <strong className="break-words">{username}</strong>. Enter it to
      finish signing up.
    </p>
  )
}

/** Amplify's message about an existing account is text only: this is its link. */
function SignInInstead() {
  const { error } = useAuthenticator(({ error }) => [error])
  const { to } = useContext(PageContext)
  if (error !== accountExists) return null
  return (
    <p>
      <a href={`/signin?next=${encodeURIComponent(to)}`} className="link">
        Sign in instead?
      </a>
    </p>
  )
}

/** Two steps share Amplify's label "Submit". Each renders its header before its button. */
const submitLabel = (label: string) => () => {
  I18n.putVocabulariesForLanguage('en', { Submit: label })
  return null
}

const nothing = () => null

/** Our heading replaces Amplify's, and the pages have their own links to each other. */
const components = {
  Header: Heading,
  SignIn: { Footer: nothing },
  SignUp: { Footer: SignInInstead },
  ConfirmSignUp: { Header: CodeSent },
  ForgotPassword: { Header: nothing },
  ConfirmResetPassword: { Header: submitLabel('Reset password') },
  ForceNewPassword: { Header: nothing },
  ConfirmVerifyUser: { Header: submitLabel('Verify email') },
}

const email = { label: 'Email', placeholder: '', autocomplete: 'email' }
const code = { label: 'Code', placeholder: '', isRequired: true }

const fields = {
  signIn: {
    username: email,
    password: { label: 'Password', placeholder: '' },
  },
  signUp: {
    email,
    password: { label: 'Password', placeholder: '' },
    confirm_password: { label: 'Confirm password', placeholder: '' },
  },
  confirmSignUp: { confirmation_code: code },
  forgotPassword: { username: email },
  confirmResetPassword: {
    confirmation_code: code,
    password: { label: 'New password', placeholder: '' },
    confirm_password: { label: 'Confirm new password', placeholder: '' },
  },
}

/** The local Cognito doesn't support SRP, so there, and only there, the password itself is sent. */
const authFlow = () =>
  readSignInPool().endpoint ? ({ authFlowType: 'USER_PASSWORD_AUTH' } as const) : undefined

const withReadableErrors =
  <Input, Output>(act: (input: Input) => Promise<Output>) =>
  async (input: Input): Promise<Output> => {
    try {
      return await withTimeout(act(input), cognitoTimeoutMs)
    } catch (error) {
      throw readable(error)
    }
  }

/**
 * Amplify's calls to Cognito, with readable errors. The cast is safe: the expected type also has an
 * overload for servers, with a context as first argument, which the Authenticator never calls.
 */
const cognito = (onNewPassword: () => void) =>
  ({
    handleSignIn: withReadableErrors((input: Parameters<typeof signIn>[0]) =>
      signIn({ ...input, options: { ...input.options, ...authFlow() } }),
    ),
    handleSignUp: withReadableErrors((input: Parameters<typeof signUp>[0]) =>
      signUp({
        ...input,
        options: { userAttributes: {}, ...input.options, autoSignIn: authFlow() ?? true },
      }),
    ),
    handleConfirmSignUp: withReadableErrors(confirmSignUp),
    handleResendSignUpCode: withReadableErrors(resendSignUpCode),
    handleForgotPassword: withReadableErrors(resetPassword),
    handleForgotPasswordSubmit: withReadableErrors(
      async (input: Parameters<typeof confirmResetPassword>[0]) => {
        await confirmResetPassword(input)
        onNewPassword()
      },
    ),
  }) as AuthenticatorProps['services']
