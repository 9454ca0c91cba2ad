import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import { account } from '@/testing/rows'
import type { Account } from './accounts'

describe.each(databases)('%s sweep queues', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())

  const added = (changes: Partial<Account> = {}) => db.accounts.create(account(changes))
  const row = async ({ userId }: Account) => {
    const found = await db.accounts.get(userId)
    if (!found) throw new Error(`There is no row of ${userId}`)
    return found
  }

  describe('rescheduling', () => {
    it('sets and clears the next check if there are no intents', async () => {
      const before = await added()

      expect(await db.sweepQueue.reschedule(before.userId, 0, later)).toBe(true)
      expect(await row(before)).toEqual({ ...before, dueAt: later })
      expect(await db.sweepQueue.reschedule(before.userId, 0, null)).toBe(true)
      expect(await row(before)).toEqual({ ...before, dueAt: null })
    })

    it('is refused during an intent, or if the version has changed', async () => {
      const before = await added()
      await db.accountWrites.putIntent(before.userId, 0, { id: 'one', at: later }, later)

      expect(await db.sweepQueue.reschedule(before.userId, 1, null)).toBe(false)
      await db.accountWrites.removeIntents(before.userId, 1, ['one'])
      expect(await db.sweepQueue.reschedule(before.userId, 0, null)).toBe(false)
      expect((await row(before)).dueAt).toEqual(later)
      expect(await db.sweepQueue.reschedule(before.userId, 1, null)).toBe(true)
    })
  })

  describe('deferring', () => {
    it('moves the next check even during an intent, if the version matches', async () => {
      const before = await added({ dueAt: year(1990) })
      await db.accountWrites.putIntent(before.userId, 0, { id: 'one', at: later }, year(1990))

      expect(await db.sweepQueue.defer(before.userId, 0, later)).toBe(false)
      expect((await row(before)).dueAt).toEqual(year(1990))
      expect(await db.sweepQueue.defer(before.userId, 1, later)).toBe(true)
      expect(await row(before)).toMatchObject({ version: 1, dueAt: later })
    })

    it('moves the next check of any version, if one is due', async () => {
      const due = await added({ dueAt: year(1990), version: 4 })
      const never = await added({ dueAt: null })

      expect(await db.sweepQueue.deferUnread(due.userId, later)).toBe(true)
      expect(await db.sweepQueue.deferUnread(never.userId, later)).toBe(false)
      expect(await row(due)).toEqual({ ...due, dueAt: later })
      expect(await row(never)).toEqual(never)
    })
  })

  describe('due rows', () => {
    it('are listed longest overdue first, up to now and up to the limit', async () => {
      const ids = ['third', 'first', 'second', 'not-yet', 'never'].map(
        (name) => `${name}-${randomUUID()}`,
      )
      const [third, first, second, notYet, never] = ids
      await added({ userId: third, dueAt: year(1973) })
      await added({ userId: first, dueAt: year(1971) })
      await added({ userId: second, dueAt: year(1972) })
      await added({ userId: notYet, dueAt: new Date(year(1973).getTime() + 1) })
      await added({ userId: never, dueAt: null })

      expect(await db.sweepQueue.due(year(1973), 10)).toEqual([first, second, third])
      expect(await db.sweepQueue.due(year(1973), 2)).toEqual([first, second])
      expect(await db.sweepQueue.due(year(1970), 10)).toEqual([])
    })

    it('follow every write that moves the next check', async () => {
      const mine = await added({ dueAt: year(1975) })
      const due = async () => (await db.sweepQueue.due(year(1975), 100)).includes(mine.userId)
      expect(await due()).toBe(true)
      await db.accountWrites.save(mine.userId, 0, { ...mine, dueAt: null }, null)
      expect(await due()).toBe(false)
      await db.accountWrites.putIntent(mine.userId, 1, { id: 'one', at: later }, year(1975))
      expect(await due()).toBe(true)
      await db.accountWrites.removeIntents(mine.userId, 2, ['one'])
      await db.sweepQueue.reschedule(mine.userId, 2, later)
      expect(await due()).toBe(false)
    })
  })
})

const later = new Date('2026-03-02T00:00:00.001Z')
const year = (number: number) => new Date(`${number}-01-01T00:00:00.000Z`)
