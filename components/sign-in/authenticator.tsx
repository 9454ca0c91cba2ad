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
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { configureAmplify } from '@/components/ui/browser-session'
import { readSignInPool } from '@/components/ui/sign-in-pool'
import { isRedirectLoop } from './redirect-loop'
import { headingOf, readable, type Step } from './text'

/** Amplify's Authenticator in our clothes. About as heavy as all the rest: sign-in pages only. */
export default function SignInForm({ step, to }: { step: Step; to: string }) {
  configureAmplify()
  const [hasNewPassword, setNewPassword] = useState(false)
  const services = useMemo(() => cognito(() => setNewPassword(true)), [])
  return (
    <NewPassword value={hasNewPassword}>
      <Authenticator
        initialState={step}
        loginMechanisms={['email']}
        services={services}
        formFields={fields}
        components={components}
      >
        <Onward to={to} />
      </Authenticator>
    </NewPassword>
  )
}

/** Whether the password has just been changed: the form then asks for it, and says why. */
const NewPassword = createContext(false)

/** Signed in: a whole new page, so that the server sees the new cookies. */
function Onward({ to }: { to: string }) {
  const [isStuck, setStuck] = useState(false)

  useEffect(() => {
    if (isRedirectLoop(sessionStorage, Date.now())) setStuck(true)
    else location.replace(to)
  }, [to])

  return (
    <p role="status" className="text-lg">
      {isStuck ? (
        <>
          You are signed in, but the page you want keeps sending you back here. Is your computer’s
          clock right?{' '}
          <a href="/signout" className="link">
            Sign out
          </a>{' '}
          and try again.
        </>
      ) : (
        'You are signed in. One moment…'
      )}
    </p>
  )
}

function Heading() {
  const { route } = useAuthenticator(({ route }) => [route])
  const hasNewPassword = useContext(NewPassword)
  return (
    <div className="mb-6">
      <h1 className="font-bold text-3xl">{headingOf(route)}</h1>
      <p role="status" className="text-go">
        {hasNewPassword && route === 'signIn' && 'Your password is changed. Sign in with it.'}
      </p>
    </div>
  )
}

const nothing = () => null

/** The heading above says what each step is; links between the pages are the page's own. */
const components = {
  Header: Heading,
  SignIn: { Footer: nothing },
  ConfirmSignUp: { Header: nothing },
  ForgotPassword: { Header: nothing },
  ConfirmResetPassword: { Header: nothing },
  ForceNewPassword: { Header: nothing },
}

const email = { label: 'E-mail', placeholder: '', autocomplete: 'email' }
const code = { label: 'Code', placeholder: '', isRequired: true }

const fields = {
  signIn: {
    username: email,
    password: { label: 'Password', placeholder: '' },
  },
  signUp: {
    email,
    password: { label: 'Password', placeholder: '' },
    confirm_password: { label: 'Password again', placeholder: '' },
  },
  confirmSignUp: { confirmation_code: code },
  forgotPassword: { username: email },
  confirmResetPassword: {
    confirmation_code: code,
    password: { label: 'New password', placeholder: '' },
    confirm_password: { label: 'New password again', placeholder: '' },
  },
}

/** The local Cognito knows no SRP: with it, the password itself is sent, and only with it. */
const authFlow = () =>
  readSignInPool().endpoint ? ({ authFlowType: 'USER_PASSWORD_AUTH' } as const) : undefined

const inWords =
  <Input, Output>(act: (input: Input) => Promise<Output>) =>
  async (input: Input): Promise<Output> => {
    try {
      return await act(input)
    } catch (error) {
      throw readable(error)
    }
  }

/**
 * The type is Amplify's own overloaded functions, each with a second form, for servers, that takes a
 * context first. The Authenticator calls each with its input alone, so the first form is all it needs.
 */
const cognito = (onNewPassword: () => void) =>
  ({
    handleSignIn: inWords((input: Parameters<typeof signIn>[0]) =>
      signIn({ ...input, options: { ...input.options, ...authFlow() } }),
    ),
    handleSignUp: inWords((input: Parameters<typeof signUp>[0]) =>
      signUp({
        ...input,
        options: { userAttributes: {}, ...input.options, autoSignIn: authFlow() ?? true },
      }),
    ),
    handleConfirmSignUp: inWords(confirmSignUp),
    handleResendSignUpCode: inWords(resendSignUpCode),
    handleForgotPassword: inWords(resetPassword),
    handleForgotPasswordSubmit: inWords(
      async (input: Parameters<typeof confirmResetPassword>[0]) => {
        await confirmResetPassword(input)
        onNewPassword()
      },
    ),
  }) as AuthenticatorProps['services']
