import { expect, it } from 'vitest'
import { forgetKept, type Kept, keep, readKept } from './kept'

function tabStorage(initial?: string) {
  const kept = new Map(initial === undefined ? [] : [['tollgate:sign-in', initial]])
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

it('keeps the address, and the page on which a code is entered, until it is forgotten', () => {
  const storage = tabStorage()
  const kept: Kept = { email: 'ada@example.com', code: { step: 'confirmSignUp', page: 'signUp' } }

  keep(kept, () => storage)
  expect(readKept(() => storage)).toEqual(kept)

  forgetKept(() => storage)
  expect(readKept(() => storage)).toBeNull()
})

it.each(['', 'null', '{', '{"email":1}', '[]', '"ada"'])('reads nothing from %j', (text) => {
  expect(readKept(() => tabStorage(text))).toBeNull()
})

it('ignores a step or a page that it does not know', () => {
  const text = '{"email":"a@b.c","code":{"step":"signUp","page":"signUp"}}'

  expect(readKept(() => tabStorage(text))).toEqual({ email: 'a@b.c' })
})

it('does without storage', () => {
  const refuse = () => {
    throw new Error('SecurityError')
  }

  keep({ email: 'ada@example.com' }, refuse)
  forgetKept(refuse)
  expect(readKept(refuse)).toBeNull()
})
