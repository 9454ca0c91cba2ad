import { expect, it } from 'vitest'
import { isRedirectLoop } from './redirect-loop'

function storage(initial?: string) {
  let text = initial ?? null
  return {
    getItem: () => text,
    setItem: (_key: string, value: string) => {
      text = value
    },
  }
}

it('is a loop at the sixth redirect within ten seconds', () => {
  const kept = storage()

  expect([0, 1, 2, 3, 4, 5].map((second) => isRedirectLoop(kept, 1_000 * (100 + second)))).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
  ])
})

it('forgets redirects older than ten seconds', () => {
  const kept = storage()

  expect(
    [0, 2, 4, 6, 8, 10, 12, 14].some((second) => isRedirectLoop(kept, 1_000 * (100 + second))),
  ).toBe(false)
})

it('tolerates anything in the storage', () => {
  expect(isRedirectLoop(storage('NaN x -5 '), 1_000)).toBe(false)
})
