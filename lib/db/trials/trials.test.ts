import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import { hashOf, type TrialMark } from './trials'

const noon = new Date('2026-03-01T12:00:00.000Z')

describe.each(databases)('%s trials', (_, open) => {
  let db: Database
  let mark: TrialMark
  beforeEach(async () => {
    db = await open()
    mark = { kind: 'mailbox', value: `${randomUUID()}@example.com` }
  })
  afterEach(() => db.close())

  it('have no holder at first, and then the user who claimed first', async () => {
    expect(await db.trials.holder(mark)).toBeNull()
    expect(await db.trials.claim(mark, 'ada', noon)).toBe('ada')

    expect(await db.trials.claim(mark, 'eve', noon)).toBe('ada')
    expect(await db.trials.claim(mark, 'ada', noon)).toBe('ada')
    expect(await db.trials.holder(mark)).toBe('ada')
  })

  it('have one holder if two users claim at once', async () => {
    const [one, other] = await Promise.all([
      db.trials.claim(mark, 'ada', noon),
      db.trials.claim(mark, 'eve', noon),
    ])

    expect(one).toBe(other)
  })

  it('keep a card apart from a mailbox with the same value', async () => {
    await db.trials.claim(mark, 'ada', noon)

    expect(await db.trials.holder({ ...mark, kind: 'card' })).toBeNull()
  })
})

it('hides the mark from a reader without the key', () => {
  const mark: TrialMark = { kind: 'mailbox', value: 'ada@example.com' }

  expect(hashOf(mark, 'a')).toBe(hashOf(mark, 'a'))
  expect(hashOf(mark, 'a')).not.toBe(hashOf(mark, 'b'))
  expect(hashOf(mark, 'a')).not.toContain('ada')
})
