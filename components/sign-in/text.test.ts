import { expect, it } from 'vitest'
import { Outage } from '@/lib/outages'
import { headingOf, readable } from './text'

const named = (name: string, message = 'Cognito’s own words') =>
  Object.assign(new Error(message), { name })

it('gives a wrong password and an unknown address the same message', () => {
  const wrong = readable(named('NotAuthorizedException'))

  expect(wrong.message).toBe(readable(named('UserNotFoundException')).message)
  expect(wrong.name).toBe('NotAuthorizedException')
})

it('asks for an empty field by its name', () => {
  expect(readable(named('EmptySignInUsername')).message).toBe('Enter your email.')
})

it('says that Cognito does not answer', () => {
  expect(readable(new Outage('Not done in 5000 ms')).message).toBe(
    'Sign-in isn’t answering right now. Try again in a moment.',
  )
})

it('keeps the message of an unknown error, and has one for what isn’t an Error', () => {
  expect(readable(named('Surprise', 'It is raining.')).message).toBe('It is raining.')
  expect(readable('rain').message).toBe('Something went wrong. Try again in a moment.')
})

it('has a heading for every step, known or not', () => {
  expect(headingOf('confirmSignUp')).toBe('Check your email')
  expect(headingOf('somethingNew')).toBe('Just a moment')
})
