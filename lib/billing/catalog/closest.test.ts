import { expect, it } from 'vitest'
import { closestTo } from './closest'

const known = ['prices', 'permissions', 'trialDays', 'rank']

it.each([
  ['price', 'prices'],
  ['trailDays', 'trialDays'],
  ['trialdays', 'trialDays'],
  ['rnk', 'rank'],
])('takes %s for %s', (typed, meant) => {
  expect(closestTo(typed, known)).toBe(meant)
})

it('guesses nothing far off', () => {
  expect(closestTo('discount', known)).toBeUndefined()
})
