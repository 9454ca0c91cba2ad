import { expect, it } from 'vitest'
import { headingOf, readable } from './text'

const named = (name: string, message = 'Cognito’s own words') =>
  Object.assign(new Error(message), { name })

it('says the same whether the password is wrong or nobody has that address', () => {
  const wrong = readable(named('NotAuthorizedException'))

  expect(wrong.message).toBe(readable(named('UserNotFoundException')).message)
  expect(wrong.name).toBe('NotAuthorizedException')
})

it('keeps the words of an error it doesn’t know, and finds some for what is no error', () => {
  expect(readable(named('Surprise', 'It is raining.')).message).toBe('It is raining.')
  expect(readable('rain').message).toBe('Something went wrong. Try again in a moment.')
})

it('has a heading for every step, known or not', () => {
  expect(headingOf('confirmSignUp')).toBe('Check your mail')
  expect(headingOf('somethingNew')).toBe('One moment')
})
