import { describe, expect, it } from 'vitest'
import { fieldMistakes, fieldsOf, type Given, readGiven, type Step } from './steps'

const given = (typed: Partial<Given>): Given => ({
  email: '',
  password: '',
  confirmation: '',
  code: '',
  ...typed,
})
const ofKind = (
  kind: 'signIn' | 'signUp' | 'confirmSignUp' | 'resetPassword',
  email = '',
): Step => ({
  kind,
  email,
})
const mistakes = (kind: Parameters<typeof ofKind>[0], typed: Partial<Given>) =>
  fieldMistakes(fieldsOf(ofKind(kind, 'ada@example.com')), given(typed))

describe('a form that is sent', () => {
  it('asks for each empty field by its name', () => {
    expect(mistakes('signIn', {})).toEqual({
      email: 'Enter your email.',
      password: 'Enter your password.',
    })
    expect(Object.keys(mistakes('signUp', {}))).toEqual(['email', 'password', 'confirmation'])
    expect(Object.keys(mistakes('resetPassword', {}))).toEqual(['code', 'password', 'confirmation'])
  })

  it.each(['ada', 'ada@', '@example.com', 'a da@example.com'])(
    'refuses the address %j',
    (email) => {
      expect(mistakes('signIn', { email, password: 'x' })).toEqual({
        email: 'Enter a full email address, such as ada@example.com.',
      })
    },
  )

  it('refuses two passwords that differ', () => {
    const typed = { email: 'ada@example.com', password: 'Correct-1', confirmation: 'correct-1' }

    expect(mistakes('signUp', typed)).toEqual({ confirmation: 'The passwords don’t match.' })
    expect(mistakes('signUp', { ...typed, confirmation: 'Correct-1' })).toEqual({})
  })

  it('may have spaces around the address and within the code, but a password keeps its own', () => {
    const data = new FormData()
    data.set('email', ' ada@example.com ')
    data.set('code', ' 123 456 ')
    data.set('password', ' two words ')

    expect(readGiven(data, ofKind('signUp'))).toMatchObject({
      email: 'ada@example.com',
      code: '123456',
      password: ' two words ',
    })
  })

  it('is about the address of the step, where it does not ask for one', () => {
    const step = ofKind('confirmSignUp', 'ada@example.com')

    expect(fieldsOf(step).map(({ name }) => name)).toEqual(['code'])
    expect(readGiven(new FormData(), step).email).toBe('ada@example.com')
    expect(fieldsOf(ofKind('confirmSignUp')).map(({ name }) => name)).toEqual(['email', 'code'])
  })
})

it('tells password managers what each field is', () => {
  const autoComplete = (step: Step) => fieldsOf(step).map((field) => field.autoComplete)
  const plain = (kind: Parameters<typeof ofKind>[0]) => autoComplete(ofKind(kind))

  expect(plain('signIn')).toEqual(['username', 'current-password'])
  expect(plain('signUp')).toEqual(['email', 'new-password', 'new-password'])
  expect(plain('resetPassword')).toEqual(['one-time-code', 'new-password', 'new-password'])
})
