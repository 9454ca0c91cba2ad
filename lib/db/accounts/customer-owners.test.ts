import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import { account } from '@/testing/rows'
import type { Account } from './accounts'

describe.each(databases)('%s customer owners', (_, open) => {
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

  describe('a customer', () => {
    const customer = () => `cus_${randomUUID()}`

    it('has no owner until it is linked', async () => {
      const { userId } = await added()
      const customerId = customer()

      expect(await db.customerOwners.ownerOf(customerId)).toBeNull()
      expect(await db.customerOwners.link(userId, customerId)).toBe(true)

      expect(await db.customerOwners.ownerOf(customerId)).toBe(userId)
      expect(await db.accounts.get(userId)).toMatchObject({ customerId, version: 0 })
    })

    it('is linked once: not again, not to another user, and not if the user has another', async () => {
      const [ada, bob] = [await added(), await added()]
      const [first, second] = [customer(), customer()]
      await db.customerOwners.link(ada.userId, first)

      expect(await db.customerOwners.link(ada.userId, first)).toBe(false)
      expect(await db.customerOwners.link(bob.userId, first)).toBe(false)
      expect(await db.customerOwners.link(ada.userId, second)).toBe(false)

      expect((await row(ada)).customerId).toBe(first)
      expect((await row(bob)).customerId).toBeNull()
      expect(await db.customerOwners.ownerOf(first)).toBe(ada.userId)
      expect(await db.customerOwners.ownerOf(second)).toBeNull()
    })

    it('is linked to only one of two users at once', async () => {
      const [ada, bob] = [await added(), await added()]
      const customerId = customer()

      const won = await Promise.all([
        db.customerOwners.link(ada.userId, customerId),
        db.customerOwners.link(bob.userId, customerId),
      ])

      expect([...won].sort()).toEqual([false, true])
      const [winner, loser] = won[0] ? [ada, bob] : [bob, ada]
      expect(await db.customerOwners.ownerOf(customerId)).toBe(winner.userId)
      expect((await row(loser)).customerId).toBeNull()
    })

    it('of a lost account row is linked again to the same user, and to no other', async () => {
      const [ada, bob] = [await added(), await added()]
      const customerId = customer()
      await db.customerOwners.link(ada.userId, customerId)
      await db.drop(ada.userId)
      await db.accounts.create(ada)

      expect(await db.customerOwners.link(bob.userId, customerId)).toBe(false)
      expect(await db.customerOwners.link(ada.userId, customerId)).toBe(true)

      expect(await row(ada)).toMatchObject({ customerId })
    })

    it('is replaced only if it is still the one that the caller saw', async () => {
      const [ada, bob] = [await added(), await added()]
      const [gone, next, taken] = [customer(), customer(), customer()]
      await db.customerOwners.link(ada.userId, gone)
      await db.customerOwners.link(bob.userId, taken)

      expect(await db.customerOwners.relink(ada.userId, next, gone)).toBe(false)
      expect(await db.customerOwners.relink(ada.userId, gone, taken)).toBe(false)
      expect((await row(ada)).customerId).toBe(gone)
      expect(await db.customerOwners.relink(ada.userId, gone, next)).toBe(true)

      expect((await row(ada)).customerId).toBe(next)
      expect(await db.customerOwners.ownerOf(next)).toBe(ada.userId)
      // Late events of the old customer still find its user.
      expect(await db.customerOwners.ownerOf(gone)).toBe(ada.userId)
    })

    it.each(['__proto__', 'cus_#CUSTOMER', 'USER#x', ':userId'])(
      'may have the id %s',
      async (id) => {
        const { userId } = await added()
        const customerId = `${id}${userId}`

        expect(await db.customerOwners.link(userId, customerId)).toBe(true)
        expect(await db.customerOwners.ownerOf(customerId)).toBe(userId)
        expect(await db.customerOwners.ownerOf(id)).toBeNull()
      },
    )
  })
})
