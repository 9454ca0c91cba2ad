import { expect, it } from 'vitest'
import { burstText } from './burst-text'

const calls = { unit: 'calls', quantity: 4_012 }

it('says what a burst recorded, and in how many entries', () => {
  expect(burstText({ recorded: 20, refused: 0, quantities: [calls] })).toBe(
    'Recorded 4,012 calls in 20 entries',
  )
  const credits = { unit: 'credits', quantity: 1 }
  expect(burstText({ recorded: 39, refused: 1, quantities: [calls, credits] })).toBe(
    'Recorded 4,012 calls and 1 credit in 39 entries. 1 entry refused',
  )
  expect(burstText({ recorded: 0, refused: 20, quantities: [] })).toBe('20 entries refused')
})
