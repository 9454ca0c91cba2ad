import { expect, it } from 'vitest'
import { isGoingRound } from './going-round'

function storage(initial?: string) {
  let text = initial ?? null
  return {
    getItem: () => text,
    setItem: (_key: string, value: string) => {
      text = value
    },
  }
}

it('stops at the fourth departure within twenty seconds', () => {
  const kept = storage()

  expect([0, 1, 2, 3, 4].map((second) => isGoingRound(kept, 1_000 * (100 + second)))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})

it('forgets departures that are long past', () => {
  const kept = storage()

  expect([0, 10, 20, 30, 40].some((second) => isGoingRound(kept, 1_000 * (100 + second)))).toBe(
    false,
  )
})

it('takes whatever somebody put in the storage', () => {
  expect(isGoingRound(storage('NaN x -5 '), 1_000)).toBe(false)
})
