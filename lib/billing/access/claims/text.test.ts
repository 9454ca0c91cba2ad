import { expect, it } from 'vitest'
import { trialName } from './text'

it.each([
  ['Pro', 'Pro trial'],
  ['Trial', 'trial'],
  ['', 'trial'],
])('the trial of the plan “%s” is named “%s”, never twice', (plan, name) => {
  expect(trialName(plan)).toBe(name)
})
