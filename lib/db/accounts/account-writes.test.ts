import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import { account, delivery, fullAccount, openCheckoutRow } from '@/testing/rows'
import type { Account } from './accounts'

describe.each(databases)('%s account writes', (_, open) => {
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

  describe('a save', () => {
    it('raises the version, changes the state and puts the intent', async () => {
      const before = await added()
      const state = fullAccount(before)
      const own = intent()

      expect(await db.accountWrites.save(before.userId, 0, state, own)).toBe(true)

      expect(await row(before)).toEqual({
        ...before,
        facts: state.facts,
        access: state.access,
        accessChangedAt: state.accessChangedAt,
        stripeReadAt: state.stripeReadAt,
        dueAt: state.dueAt,
        updatedAt: state.updatedAt,
        version: 1,
        intents: { [own.id]: own.at },
      })
    })

    it('changes only the state, even if it gets a whole row', async () => {
      const before = await added()
      const customerId = `cus_${randomUUID()}`
      await db.customerOwners.link(before.userId, customerId)
      await db.accounts.swapCheckout(before.userId, null, openCheckoutRow('cs_open'))

      const whole = { ...before, email: 'eve@example.com', username: 'eve', version: 40 }
      await db.accountWrites.save(before.userId, 0, whole, null)

      expect(await row(before)).toMatchObject({
        username: before.username,
        email: before.email,
        customerId,
        checkout: openCheckoutRow('cs_open'),
        version: 1,
      })
    })

    it('succeeds for one of two writers that read the same version', async () => {
      const before = await added()
      const save = (plan: string) =>
        db.accountWrites.save(
          before.userId,
          0,
          { ...before, access: { ...before.access, plan } },
          intent(),
        )

      const [pro, starter] = await Promise.all([save('pro'), save('starter')])

      expect([pro, starter].sort()).toEqual([false, true])
      const after = await row(before)
      expect(after).toMatchObject({ version: 1, access: { plan: pro ? 'pro' : 'starter' } })
      expect(Object.keys(after.intents)).toHaveLength(1)
    })

    it.each([-1, 1, 7])('is refused for version %i of a row at 0', async (version) => {
      const before = await added()

      expect(await db.accountWrites.save(before.userId, version, before, intent())).toBe(false)
      expect(await row(before)).toEqual(before)
    })

    it('writes the event’s delivery in the same transaction', async () => {
      const before = await added()
      const line = delivery({ userId: before.userId })

      expect(await db.accountWrites.save(before.userId, 0, before, null, { delivery: line })).toBe(
        true,
      )

      expect(await db.ledger.get(line.eventId)).toEqual({ ...line, attempts: 1 })
    })

    it('writes no delivery if it loses', async () => {
      const before = await added()
      const line = delivery()

      expect(await db.accountWrites.save(before.userId, 3, before, null, { delivery: line })).toBe(
        false,
      )

      expect(await db.ledger.get(line.eventId)).toBeNull()
    })

    it('changes nothing if the delivery can’t be written', async () => {
      const before = await added()
      const line = delivery({ createdAt: new Date(Number.NaN) })

      await expect(
        db.accountWrites.save(before.userId, 0, before, intent(), { delivery: line }),
      ).rejects.toThrow()

      expect(await row(before)).toEqual(before)
    })
  })

  describe('an intent', () => {
    it('is added to others if the version matches, and raises it', async () => {
      const before = await added()
      const [one, two] = [intent(), intent()]

      expect(await db.accountWrites.putIntent(before.userId, 0, one, later)).toBe(true)
      expect(await db.accountWrites.putIntent(before.userId, 0, two, later)).toBe(false)
      expect(await db.accountWrites.putIntent(before.userId, 1, two, later)).toBe(true)

      expect(await row(before)).toEqual({
        ...before,
        version: 2,
        dueAt: later,
        intents: { [one.id]: one.at, [two.id]: two.at },
      })
    })

    it('is removed without the others if the version matches, which stays', async () => {
      const before = await added()
      const [one, two] = [intent(), intent()]
      await db.accountWrites.putIntent(before.userId, 0, one, later)
      await db.accountWrites.putIntent(before.userId, 1, two, later)

      expect(await db.accountWrites.removeIntents(before.userId, 1, [one.id])).toBe(false)
      expect((await row(before)).intents).toHaveProperty(one.id)
      expect(await db.accountWrites.removeIntents(before.userId, 2, [one.id])).toBe(true)

      expect(await row(before)).toMatchObject({ version: 2, intents: { [two.id]: two.at } })
      expect((await row(before)).intents).not.toHaveProperty(one.id)
    })

    it('keeps the move that is in progress until a writer has finished it', async () => {
      const before = await added()
      const move = { id: 'one', at: later, from: ['free', 'pro'] }
      const one = { id: 'one', at: later, move }

      await db.accountWrites.save(before.userId, 0, before, one)
      expect((await row(before)).move).toEqual(move)
      await db.accountWrites.putIntent(before.userId, 1, intent(), later)
      expect((await row(before)).move).toEqual(move)
      await db.accountWrites.removeIntents(before.userId, 1, ['one'])
      expect((await row(before)).move).toEqual(move)
      await db.accountWrites.removeIntents(before.userId, 2, ['one'])
      expect((await row(before)).move).toBeNull()
    })

    it('is removed with the mark of a user who is gone, or without one', async () => {
      const before = await added()
      const mark = (userGoneAt?: Date | null) =>
        db.accountWrites.removeIntents(before.userId, 0, ['one'], {
          ...(userGoneAt !== undefined && { userGoneAt }),
        })

      await mark(later)
      expect((await row(before)).userGoneAt).toEqual(later)
      await mark()
      expect((await row(before)).userGoneAt).toEqual(later)
      await mark(null)
      expect(await row(before)).toEqual(before)
    })

    it('may be removed twice', async () => {
      const before = await added()
      await db.accountWrites.putIntent(before.userId, 0, { id: 'one', at: later }, later)

      expect(await db.accountWrites.removeIntents(before.userId, 1, ['one', 'never-put'])).toBe(
        true,
      )
      expect(await db.accountWrites.removeIntents(before.userId, 1, ['one'])).toBe(true)
      expect((await row(before)).intents).toEqual({})
    })

    it('is removed with the event’s delivery in one transaction', async () => {
      const before = await added()
      const [early, late] = [delivery(), delivery()]
      await db.accountWrites.putIntent(before.userId, 0, { id: 'one', at: later }, later)

      await db.accountWrites.removeIntents(before.userId, 0, ['one'], { delivery: early })
      await db.accountWrites.removeIntents(before.userId, 1, ['one'], { delivery: late })

      expect(await db.ledger.get(early.eventId)).toBeNull()
      expect(await db.ledger.get(late.eventId)).toMatchObject({ attempts: 1 })
    })
  })
})

const later = new Date('2026-03-02T00:00:00.001Z')
const intent = () => ({ id: randomUUID(), at: new Date('2026-03-01T12:00:00.789Z') })
