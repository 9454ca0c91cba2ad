import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import { account, delivery } from '@/testing/rows'
import type { Account, OpenCheckout } from './accounts'

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
    it('comes back exactly, with every kind of date in it', async () => {
      const full = everythingIn(account())

      await db.accounts.create(full)

      expect(await row(full)).toEqual(full)
    })

    it('is null when there is none, and then nothing can be changed', async () => {
      const nobody = account()
      const { accounts } = db

      expect(await accounts.get(nobody.userId)).toBeNull()
      expect(await accounts.save(nobody.userId, 0, nobody, null)).toBe(false)
      expect(await accounts.putIntent(nobody.userId, 0, intent(), later)).toBe(false)
      expect(await accounts.removeIntents(nobody.userId, 0, ['i'])).toBe(false)
      expect(await accounts.settle(nobody.userId, 0, later)).toBe(false)
      expect(await accounts.swapCheckout(nobody.userId, null, checkout('cs_1'))).toBe(false)
      expect(await accounts.linkCustomer(nobody.userId, `cus_${randomUUID()}`)).toBe(false)
      expect(await accounts.get(nobody.userId)).toBeNull()
    })

    it('is added once: the second to add it gets the first one', async () => {
      const first = account({ email: 'first@example.com' })

      const answers = await Promise.all([
        db.accounts.create(first),
        db.accounts.create({ ...first, email: 'second@example.com' }),
      ])

      expect(answers[0]).toEqual(answers[1])
      expect(await row(first)).toEqual(answers[0])
    })

    it('takes its customer with it, in the same write; one of somebody else is refused', async () => {
      const customerId = `cus_${randomUUID()}`
      const mine = await added({ customerId })
      expect(await db.accounts.ownerOf(customerId)).toBe(mine.userId)

      const other = account({ customerId })
      await expect(db.accounts.create(other)).rejects.toThrow('belongs to another')
      expect(await db.accounts.get(other.userId)).toBeNull()
    })

    it('is a copy: changing what was read changes nothing', async () => {
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
      await db.accounts.save(userId, 0, account(), { id: randomUUID(), at: later })

      expect(await db.accounts.get(userId)).toMatchObject({ userId, username: userId, version: 1 })
    })
  })

  describe('a save', () => {
    it('raises the version, changes the state and puts the intent', async () => {
      const before = await added()
      const state = everythingIn(before)
      const own = intent()

      expect(await db.accounts.save(before.userId, 0, state, own)).toBe(true)

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

    it('leaves alone what it may not change, even when handed a whole row', async () => {
      const before = await added()
      const customerId = `cus_${randomUUID()}`
      await db.accounts.linkCustomer(before.userId, customerId)
      await db.accounts.swapCheckout(before.userId, null, checkout('cs_open'))

      const whole = { ...before, email: 'eve@example.com', username: 'eve', version: 40 }
      await db.accounts.save(before.userId, 0, whole, null)

      expect(await row(before)).toMatchObject({
        username: before.username,
        email: before.email,
        customerId,
        checkout: checkout('cs_open'),
        version: 1,
      })
    })

    it('is won by one of two writers who read the same row', async () => {
      const before = await added()
      const save = (plan: string) =>
        db.accounts.save(
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

      expect(await db.accounts.save(before.userId, version, before, intent())).toBe(false)
      expect(await row(before)).toEqual(before)
    })

    it('takes what came of the event with it', async () => {
      const before = await added()
      const line = delivery({ userId: before.userId })

      expect(await db.accounts.save(before.userId, 0, before, null, { delivery: line })).toBe(true)

      expect(await db.ledger.get(line.eventId)).toEqual({ ...line, attempts: 1 })
    })

    it('writes nothing to the ledger when it loses', async () => {
      const before = await added()
      const line = delivery()

      expect(await db.accounts.save(before.userId, 3, before, null, { delivery: line })).toBe(false)

      expect(await db.ledger.get(line.eventId)).toBeNull()
    })

    it('changes nothing when the ledger can not take its line', async () => {
      const before = await added()
      const line = delivery({ createdAt: new Date(Number.NaN) })

      await expect(
        db.accounts.save(before.userId, 0, before, intent(), { delivery: line }),
      ).rejects.toThrow()

      expect(await row(before)).toEqual(before)
    })
  })

  describe('an intent', () => {
    it('is put beside others at the right version, and raises it', async () => {
      const before = await added()
      const [one, two] = [intent(), intent()]

      expect(await db.accounts.putIntent(before.userId, 0, one, later)).toBe(true)
      expect(await db.accounts.putIntent(before.userId, 0, two, later)).toBe(false)
      expect(await db.accounts.putIntent(before.userId, 1, two, later)).toBe(true)

      expect(await row(before)).toEqual({
        ...before,
        version: 2,
        dueAt: later,
        intents: { [one.id]: one.at, [two.id]: two.at },
      })
    })

    it('is removed alone, and only at the right version, which stays', async () => {
      const before = await added()
      const [one, two] = [intent(), intent()]
      await db.accounts.putIntent(before.userId, 0, one, later)
      await db.accounts.putIntent(before.userId, 1, two, later)

      expect(await db.accounts.removeIntents(before.userId, 1, [one.id])).toBe(false)
      expect((await row(before)).intents).toHaveProperty(one.id)
      expect(await db.accounts.removeIntents(before.userId, 2, [one.id])).toBe(true)

      expect(await row(before)).toMatchObject({ version: 2, intents: { [two.id]: two.at } })
      expect((await row(before)).intents).not.toHaveProperty(one.id)
    })

    it('says what is under way, until one of those at it has finished', async () => {
      const before = await added()
      const move = { id: 'one', at: later, from: ['free', 'pro'] }
      const one = { id: 'one', at: later, move }

      await db.accounts.save(before.userId, 0, before, one)
      expect((await row(before)).move).toEqual(move)
      await db.accounts.putIntent(before.userId, 1, intent(), later)
      expect((await row(before)).move).toEqual(move)
      await db.accounts.removeIntents(before.userId, 1, ['one'])
      expect((await row(before)).move).toEqual(move)
      await db.accounts.removeIntents(before.userId, 2, ['one'])
      expect((await row(before)).move).toBeNull()
    })

    it('may be gone already: removing it again is no failure', async () => {
      const before = await added()
      await db.accounts.putIntent(before.userId, 0, { id: 'one', at: later }, later)

      expect(await db.accounts.removeIntents(before.userId, 1, ['one', 'never-put'])).toBe(true)
      expect(await db.accounts.removeIntents(before.userId, 1, ['one'])).toBe(true)
      expect((await row(before)).intents).toEqual({})
    })

    it('takes what came of the event with it when it goes, or leaves both', async () => {
      const before = await added()
      const [early, late] = [delivery(), delivery()]
      await db.accounts.putIntent(before.userId, 0, { id: 'one', at: later }, later)

      await db.accounts.removeIntents(before.userId, 0, ['one'], { delivery: early })
      await db.accounts.removeIntents(before.userId, 1, ['one'], { delivery: late })

      expect(await db.ledger.get(early.eventId)).toBeNull()
      expect(await db.ledger.get(late.eventId)).toMatchObject({ attempts: 1 })
    })
  })

  describe('settling', () => {
    it('moves the next look when nothing is under way', async () => {
      const before = await added()

      expect(await db.accounts.settle(before.userId, 0, later)).toBe(true)
      expect(await row(before)).toEqual({ ...before, dueAt: later })
      expect(await db.accounts.settle(before.userId, 0, null)).toBe(true)
      expect(await row(before)).toEqual({ ...before, dueAt: null })
    })

    it('is refused while a writer is at work, or when the row moved on', async () => {
      const before = await added()
      await db.accounts.putIntent(before.userId, 0, { id: 'one', at: later }, later)

      expect(await db.accounts.settle(before.userId, 1, null)).toBe(false)
      await db.accounts.removeIntents(before.userId, 1, ['one'])
      expect(await db.accounts.settle(before.userId, 0, null)).toBe(false)
      expect((await row(before)).dueAt).toEqual(later)
      expect(await db.accounts.settle(before.userId, 1, null)).toBe(true)
    })
  })

  describe('rows that are due', () => {
    it('come the longest overdue first, up to now and up to the limit', async () => {
      const ids = ['third', 'first', 'second', 'not-yet', 'never'].map(
        (name) => `${name}-${randomUUID()}`,
      )
      const [third, first, second, notYet, never] = ids
      await added({ userId: third, dueAt: year(1973) })
      await added({ userId: first, dueAt: year(1971) })
      await added({ userId: second, dueAt: year(1972) })
      await added({ userId: notYet, dueAt: new Date(year(1973).getTime() + 1) })
      await added({ userId: never, dueAt: null })

      expect(await db.accounts.due(year(1973), 10)).toEqual([first, second, third])
      expect(await db.accounts.due(year(1973), 2)).toEqual([first, second])
      expect(await db.accounts.due(year(1970), 10)).toEqual([])
    })

    it('follow each write that moves the look', async () => {
      const mine = await added({ dueAt: year(1975) })
      const due = async () => (await db.accounts.due(year(1975), 100)).includes(mine.userId)
      const { accounts } = db

      expect(await due()).toBe(true)
      await accounts.save(mine.userId, 0, { ...mine, dueAt: null }, null)
      expect(await due()).toBe(false)
      await accounts.putIntent(mine.userId, 1, { id: 'one', at: later }, year(1975))
      expect(await due()).toBe(true)
      await accounts.removeIntents(mine.userId, 2, ['one'])
      await accounts.settle(mine.userId, 2, later)
      expect(await due()).toBe(false)
    })
  })

  describe('the open checkout', () => {
    it('is swapped only for the one the caller saw', async () => {
      const { userId } = await added()
      const { accounts } = db

      expect(await accounts.swapCheckout(userId, 'cs_unseen', checkout('cs_1'))).toBe(false)
      expect(await accounts.swapCheckout(userId, null, checkout('cs_1'))).toBe(true)
      expect(await accounts.swapCheckout(userId, null, checkout('cs_2'))).toBe(false)
      expect((await accounts.get(userId))?.checkout).toEqual(checkout('cs_1'))
      expect(await accounts.swapCheckout(userId, 'cs_1', checkout('cs_2'))).toBe(true)
      expect(await accounts.swapCheckout(userId, 'cs_2', null)).toBe(true)
      expect(await accounts.get(userId)).toMatchObject({ checkout: null, version: 0 })
    })

    it('goes to one of two windows', async () => {
      const { userId } = await added()

      const won = await Promise.all([
        db.accounts.swapCheckout(userId, null, checkout('cs_left')),
        db.accounts.swapCheckout(userId, null, checkout('cs_right')),
      ])

      expect([...won].sort()).toEqual([false, true])
      expect((await db.accounts.get(userId))?.checkout?.sessionId).toBe(
        won[0] ? 'cs_left' : 'cs_right',
      )
    })

    it('counts when the row was made with one', async () => {
      const { userId } = await added({ checkout: checkout('cs_made') })

      expect(await db.accounts.swapCheckout(userId, null, checkout('cs_2'))).toBe(false)
      expect(await db.accounts.swapCheckout(userId, 'cs_made', checkout('cs_2'))).toBe(true)
    })
  })

  describe('a customer', () => {
    const customer = () => `cus_${randomUUID()}`

    it('belongs to nobody until it is linked, and then to one person', async () => {
      const { userId } = await added()
      const customerId = customer()

      expect(await db.accounts.ownerOf(customerId)).toBeNull()
      expect(await db.accounts.linkCustomer(userId, customerId)).toBe(true)

      expect(await db.accounts.ownerOf(customerId)).toBe(userId)
      expect(await db.accounts.get(userId)).toMatchObject({ customerId, version: 0 })
    })

    it('is linked once: again, to another person, or beside another customer is refused', async () => {
      const [ada, bob] = [await added(), await added()]
      const [first, second] = [customer(), customer()]
      await db.accounts.linkCustomer(ada.userId, first)

      expect(await db.accounts.linkCustomer(ada.userId, first)).toBe(false)
      expect(await db.accounts.linkCustomer(bob.userId, first)).toBe(false)
      expect(await db.accounts.linkCustomer(ada.userId, second)).toBe(false)

      expect((await row(ada)).customerId).toBe(first)
      expect((await row(bob)).customerId).toBeNull()
      expect(await db.accounts.ownerOf(first)).toBe(ada.userId)
      expect(await db.accounts.ownerOf(second)).toBeNull()
    })

    it('goes to one of two people who claim it at once', async () => {
      const [ada, bob] = [await added(), await added()]
      const customerId = customer()

      const won = await Promise.all([
        db.accounts.linkCustomer(ada.userId, customerId),
        db.accounts.linkCustomer(bob.userId, customerId),
      ])

      expect([...won].sort()).toEqual([false, true])
      const [winner, loser] = won[0] ? [ada, bob] : [bob, ada]
      expect(await db.accounts.ownerOf(customerId)).toBe(winner.userId)
      expect((await row(loser)).customerId).toBeNull()
    })

    it('whose account row was lost is linked again to the same person, and to no other', async () => {
      const [ada, bob] = [await added(), await added()]
      const customerId = customer()
      await db.accounts.linkCustomer(ada.userId, customerId)
      await db.drop(ada.userId)
      await db.accounts.create(ada)

      expect(await db.accounts.linkCustomer(bob.userId, customerId)).toBe(false)
      expect(await db.accounts.linkCustomer(ada.userId, customerId)).toBe(true)

      expect(await row(ada)).toMatchObject({ customerId })
    })

    it.each(['__proto__', 'cus_#CUSTOMER', 'USER#x', ':userId'])('may be called %s', async (id) => {
      const { userId } = await added()
      const customerId = `${id}${userId}`

      expect(await db.accounts.linkCustomer(userId, customerId)).toBe(true)
      expect(await db.accounts.ownerOf(customerId)).toBe(userId)
      expect(await db.accounts.ownerOf(id)).toBeNull()
    })
  })

  it('changes an address only from the one that was seen, and nothing else', async () => {
    const before = await added()

    expect(await db.accounts.changeEmail(before.userId, null, 'eve@example.com')).toBe(false)
    expect(await db.accounts.changeEmail(before.userId, before.email, 'countess@example.com')).toBe(
      true,
    )
    expect(await row(before)).toEqual({ ...before, email: 'countess@example.com' })

    const nameless = await added({ email: null })
    expect(await db.accounts.changeEmail(nameless.userId, null, 'ada@example.com')).toBe(true)
    expect(await db.accounts.changeEmail('nobody', null, 'ada@example.com')).toBe(false)
  })

  it('answers a ping', async () => {
    await expect(db.accounts.ping()).resolves.toBeUndefined()
  })
})

const later = new Date('2026-03-02T00:00:00.001Z')
const year = (number: number) => new Date(`${number}-01-01T00:00:00.000Z`)
const intent = () => ({ id: randomUUID(), at: new Date('2026-03-01T12:00:00.789Z') })

const checkout = (sessionId: string): OpenCheckout => ({
  sessionId,
  plan: 'pro',
  interval: 'month',
  quantity: 1,
  expiresAt: later,
})

/** The same row with something in every field, each date with a millisecond of its own. */
function everythingIn(row: Account): Account {
  let millisecond = 0
  const at = () => new Date(Date.UTC(2026, 3, 1, 0, 0, 0, ++millisecond))
  return {
    ...row,
    customerId: 'cus_full',
    version: 7,
    facts: {
      subscriptions: [
        {
          id: 'sub_1',
          status: 'past_due',
          prices: [{ id: 'price_1', lookupKey: null, productPlan: 'pro', nickname: '' }],
          quantity: 3,
          createdAt: at(),
          currentPeriodStart: at(),
          currentPeriodEnd: at(),
          trialStart: at(),
          trialEnd: at(),
          cancelAt: null,
          endedAt: null,
          unpaidSince: at(),
        },
      ],
      purchases: [
        {
          id: 'ch_1',
          plan: null,
          amountCents: 4_900,
          currency: 'usd',
          paidAt: at(),
          amountRefundedCents: 0,
          dispute: 'open',
        },
      ],
      grants: [{ id: 'grant_1', plan: 'pro', reason: '§ #1', startsAt: at(), endsAt: null }],
    },
    access: {
      ...row.access,
      status: 'past_due',
      plan: 'pro',
      groups: ['pro'],
      limits: { api_calls: { included: null }, storage: { included: 1, overageCents: 0.5 } },
      currentPeriodEnd: at(),
      trialExpiresAt: at(),
      cancelAt: at(),
      graceUntil: at(),
      nextLookAt: at(),
    },
    accessChangedAt: at(),
    stripeReadAt: { subscriptions: at(), purchases: null },
    intents: { 'an-intent': at(), 'and.another#': at() },
    move: { id: 'an-intent', at: at(), from: ['free'] },
    dueAt: at(),
    checkout: { ...checkout('cs_full'), expiresAt: at() },
    createdAt: at(),
    updatedAt: at(),
  }
}
