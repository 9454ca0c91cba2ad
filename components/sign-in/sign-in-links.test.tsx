import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { SignInLinks } from './sign-in-links'
import type { FirstStep, Step } from './steps'

const waysFrom = (kind: Step['kind'], first: FirstStep) =>
  [
    ...renderToStaticMarkup(
      <SignInLinks
        // Safe to cast: only the kind and the address of a step are read.
        step={{ kind, email: 'ada@example.com' } as Step}
        first={first}
        to="/dashboard"
        onStep={() => {}}
      />,
    ).matchAll(/<(?:a|button)[^>]*>(.*?)<\/(?:a|button)>/g),
  ].map(([, text]) => text)

it('offers each way once, and only where it leads somewhere', () => {
  expect(waysFrom('signIn', 'signIn')).toEqual(['Forgot your password?', 'Create an account'])
  expect(waysFrom('forgotPassword', 'forgotPassword')).toEqual(['Back to sign in'])
  expect(waysFrom('confirmSignUp', 'signIn')).toEqual(['Back to sign in'])
  expect(waysFrom('confirmSignUp', 'signUp')).toEqual(['Use a different email'])
})

it('lets a user in who has a code from before', () => {
  expect(waysFrom('signUp', 'signUp')).toEqual(['Sign in', 'I have a code'])
})
