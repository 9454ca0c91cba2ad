import { expect, it } from 'vitest'
import { closestTo } from './closest'

const known = ['prices', 'permissions', 'trialDays', 'rank']

it.each([
  ['price', 'prices'],
  ['trailDays', 'trialDays'],
  ['trialdays', 'trialDays'],
  ['rnk', 'rank'],
])('suggests for %s: %s', (typed, meant) => {
  expect(closestTo(typed, known)).toBe(meant)
})

it('suggests nothing if no word is close', () => {
  expect(closestTo('discount', known)).toBeUndefined()
})
