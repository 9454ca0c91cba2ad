import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import { account, fullAccount, openCheckoutRow } from '@/testing/rows'
import type { Account } from './accounts'

describe.each(databases)('%s accounts', (_, open) => {
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

  describe('a row', () => {
    it('is read as it was written, with a date of every kind', async () => {
      const full = fullAccount(account())

      await db.accounts.create(full)

      expect(await row(full)).toEqual(full)
    })

    it('is null if there is none, and no update creates one', async () => {
      const missing = account()
      const { userId } = missing
      const { accounts, accountWrites, customerOwners, sweepQueue } = db

      expect(await accounts.get(userId)).toBeNull()
      expect(await accounts.changeEmail(userId, null, 'ada@example.com')).toBe(false)
      expect(await accounts.swapCheckout(userId, null, openCheckoutRow('cs_1'))).toBe(false)
      expect(await accountWrites.save(userId, 0, missing, null)).toBe(false)
      expect(await accountWrites.putIntent(userId, 0, intent(), later)).toBe(false)
      expect(await accountWrites.removeIntents(userId, 0, ['i'])).toBe(false)
      expect(await customerOwners.link(userId, `cus_${randomUUID()}`)).toBe(false)
      expect(await customerOwners.relink(userId, 'cus_gone', `cus_${randomUUID()}`)).toBe(false)
      expect(await sweepQueue.defer(userId, 0, later)).toBe(false)
      expect(await sweepQueue.deferUnread(userId, later)).toBe(false)
      expect(await sweepQueue.reschedule(userId, 0, later)).toBe(false)
      expect(await accounts.get(userId)).toBeNull()
    })

    it('is created once: the second caller gets the first one’s row', async () => {
      const first = account({ email: 'first@example.com' })

      const answers = await Promise.all([
        db.accounts.create(first),
        db.accounts.create({ ...first, email: 'second@example.com' }),
      ])

      expect(answers[0]).toEqual(answers[1])
      expect(await row(first)).toEqual(answers[0])
    })

    it('is created with its customer in one transaction, unless another user owns that', async () => {
      const customerId = `cus_${randomUUID()}`
      const mine = await added({ customerId })
      expect(await db.customerOwners.ownerOf(customerId)).toBe(mine.userId)

      const other = account({ customerId })
      await expect(db.accounts.create(other)).rejects.toThrow('belongs to another')
      expect(await db.accounts.get(other.userId)).toBeNull()
    })

    it('is returned as a copy, so that callers can’t change it', async () => {
      const mine = await added()
      mine.createdAt.setFullYear(1999)
      mine.access.groups.push('admins')

      const theirs = await row(mine)

      expect(theirs.createdAt.getFullYear()).toBe(2026)
      expect(theirs.access.groups).toEqual(['free'])
    })

    it.each([
      '__proto__',
      'constructor',
      'a#ACCOUNT',
      'USER#b',
      '~',
      "' OR 1=1",
      ':v0',
      '{"S":"x"}',
      'ﬀ🦊\u0000',
    ])('may have the user id %j', async (userId) => {
      await added({ userId, username: userId, email: userId, dueAt: year(1980) })
      await db.accountWrites.save(userId, 0, account(), { id: randomUUID(), at: later })

      expect(await db.accounts.get(userId)).toMatchObject({ userId, username: userId, version: 1 })
    })
  })

  describe('an open checkout', () => {
    it('is replaced only if it is still the one that the caller saw', async () => {
      const { userId } = await added()
      const { accounts } = db

      expect(await accounts.swapCheckout(userId, 'cs_unseen', openCheckoutRow('cs_1'))).toBe(false)
      expect(await accounts.swapCheckout(userId, null, openCheckoutRow('cs_1'))).toBe(true)
      expect(await accounts.swapCheckout(userId, null, openCheckoutRow('cs_2'))).toBe(false)
      expect((await accounts.get(userId))?.checkout).toEqual(openCheckoutRow('cs_1'))
      expect(await accounts.swapCheckout(userId, 'cs_1', openCheckoutRow('cs_2'))).toBe(true)
      expect(await accounts.swapCheckout(userId, 'cs_2', null)).toBe(true)
      expect(await accounts.get(userId)).toMatchObject({ checkout: null, version: 0 })
    })

    it('is replaced by only one of two concurrent callers', async () => {
      const { userId } = await added()

      const won = await Promise.all([
        db.accounts.swapCheckout(userId, null, openCheckoutRow('cs_left')),
        db.accounts.swapCheckout(userId, null, openCheckoutRow('cs_right')),
      ])

      expect([...won].sort()).toEqual([false, true])
      expect((await db.accounts.get(userId))?.checkout?.sessionId).toBe(
        won[0] ? 'cs_left' : 'cs_right',
      )
    })

    it('counts if the row was created with one', async () => {
      const { userId } = await added({ checkout: openCheckoutRow('cs_made') })

      expect(await db.accounts.swapCheckout(userId, null, openCheckoutRow('cs_2'))).toBe(false)
      expect(await db.accounts.swapCheckout(userId, 'cs_made', openCheckoutRow('cs_2'))).toBe(true)
    })
  })

  it('changes an email address only if it is still the one that the caller saw', async () => {
    const before = await added()

    expect(await db.accounts.changeEmail(before.userId, null, 'eve@example.com')).toBe(false)
    expect(await db.accounts.changeEmail(before.userId, before.email, 'countess@example.com')).toBe(
      true,
    )
    expect(await row(before)).toEqual({ ...before, email: 'countess@example.com' })

    const nameless = await added({ email: null })
    expect(await db.accounts.changeEmail(nameless.userId, null, 'ada@example.com')).toBe(true)
  })

  it('answers a ping', async () => {
    await expect(db.accounts.ping()).resolves.toBeUndefined()
  })
})

const later = new Date('2026-03-02T00:00:00.001Z')
const year = (number: number) => new Date(`${number}-01-01T00:00:00.000Z`)
const intent = () => ({ id: randomUUID(), at: new Date('2026-03-01T12:00:00.789Z') })
