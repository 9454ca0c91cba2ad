import { expect, it } from 'vitest'
import { AppError, describeError, statusOf } from './errors'

it('keeps the documented codes and statuses', () => {
  expect(statusOf).toMatchObject({
    invalid_request: 400,
    invalid_signature: 400,
    unauthenticated: 401,
    token_stale: 401,
    forbidden: 403,
    foreign_origin: 403,
    plan_required: 403,
    not_found: 404,
    already_subscribed: 409,
    conflict: 409,
    too_large: 413,
    internal: 500,
    unavailable: 503,
  })
})

it('is an error with a code, a message for the caller and details', () => {
  const error = new AppError('not_found', 'There is no such thing.')
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'AppError', code: 'not_found', details: {} })
  expect(error.message).toBe('There is no such thing.')
})

it('is described by its name and message, for any thrown value, in at most 500 characters', () => {
  expect(describeError(new TypeError('no such thing'))).toBe('TypeError: no such thing')
  expect(describeError('a string')).toBe('a string')
  expect(describeError(undefined)).toBe('undefined')
  expect(describeError(new Error('x'.repeat(493)))).toBe(`Error: ${'x'.repeat(493)}`)
  expect(describeError(new Error('x'.repeat(494)))).toBe(`Error: ${'x'.repeat(492)}…`)
})
