import { expect, it } from 'vitest'
import { localCounts } from './local-counts'

const noon = new Date('2026-03-01T12:00:00.000Z')
const next = new Date('2026-03-01T12:01:00.000Z')

it('holds a bounded number of keys, however many there are', () => {
  const counts = localCounts(2)
  counts.add('a', 1, noon)
  counts.add('b', 1, noon)
  counts.add('c', 1, noon)

  expect(counts.add('c', 1, noon)).toBe(false)
  expect(counts.add('a', 1, noon)).toBe(true)
})

it('takes the count of all processes, and never a lower one', () => {
  const counts = localCounts()
  counts.add('a', 10, noon)
  counts.raise('a', 9, noon)
  counts.add('a', 10, noon)
  counts.raise('a', 3, noon)

  expect(counts.add('a', 10, noon)).toBe(false)
})

it('forgets a minute that is over, and an answer that comes after it', () => {
  const counts = localCounts()
  counts.add('a', 1, noon)
  expect(counts.add('a', 1, next)).toBe(true)
  counts.raise('b', 9, noon)

  expect(counts.add('b', 1, next)).toBe(true)
})
