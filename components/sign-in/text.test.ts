import { describe, expect, it } from 'vitest'
import { Outage } from '@/lib/outages'
import { introOf, problemOf } from './text'

const named = (name: string, message = 'Cognito’s own words') =>
  Object.assign(new Error(message), { name })

describe('what Cognito refuses', () => {
  it('is the same for a wrong password and an unknown address', () => {
    const wrong = problemOf(named('NotAuthorizedException'))

    expect(wrong).toEqual({ text: 'Incorrect email or password.' })
    expect(wrong).toEqual(problemOf(named('UserNotFoundException')))
  })

  it('is told apart where it has the name of a wrong password', () => {
    const refused = (message: string) => problemOf(named('NotAuthorizedException', message)).text

    expect(refused('Password attempts exceeded')).toMatch(/Too many attempts/)
    expect(refused('Invalid session for the user, session is expired.')).toMatch(/Sign in again/)
  })

  it('is shown at the field that it is about', () => {
    expect(problemOf(named('CodeMismatchException')).field).toBe('code')
    expect(problemOf(named('InvalidPasswordException')).field).toBe('password')
  })

  it('is in the words of the pool’s owner where their function refuses', () => {
    const error = named(
      'UserLambdaValidationException',
      'PreSignUp failed with error Ask us first.',
    )

    expect(problemOf(error).text).toBe('Ask us first.')
  })

  it('is never shown in Cognito’s own words', () => {
    for (const error of [named('Surprise'), named('UserLambdaValidationException'), 'rain', null]) {
      expect(problemOf(error)).toEqual({ text: 'Something went wrong. Try again in a moment.' })
    }
  })
})

it('says that Cognito does not answer', () => {
  expect(problemOf(new Outage('Not done in 5000 ms')).text).toMatch(/isn’t answering right now/)
})

it('says where a code went, without telling whether an address has an account', () => {
  const email = 'ada@example.com'

  expect(introOf({ kind: 'confirmSignUp', email })).toMatch(/We sent .* to ada@example.com/)
  expect(introOf({ kind: 'resetPassword', email })).toMatch(/^If ada@example.com has an account/)
})
