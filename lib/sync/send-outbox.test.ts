import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/cognito/people'
import { createLog } from '@/lib/log'
import { crashing, failing, holding } from '@/lib/testing/around'
import { asked } from '@/lib/testing/occasion'
import { buy } from '@/lib/testing/shop'
import { createWorld, type World } from '@/lib/testing/world'
import { sendOutbox } from './send-outbox'
import { sync } from './sync'

let world: World
let ada: Person
beforeEach(async () => {
  world = await createWorld({ env: { MAIL_FROM: 'Tollgate <staff@example.com>' } })
  ada = world.enrol('ada')
})
afterEach(() => world.close())

const send = () => sendOutbox(world.services)
const [nothing, one] = [0, 1].map((sent) => ({ sent, dropped: 0, failed: 0 }))
const message = () => {
  const [entry] = world.outbox.all()
  if (!entry) throw new Error('The outbox is empty')
  return entry
}
const subscriptions = () => world.engine.store.subscriptions.all().map(({ id }) => id)

/** Ada's renewal was declined, and our row has heard of it. */
async function declined() {
  await buy(world, ada)
  await sync(world.services, ada.userId, asked)
  const { customerId } = (await world.accounts.get(ada.userId)) ?? {}
  world.engine.customers.nextPaymentFails(customerId ?? '', true)
  world.engine.clock.advanceTo(new Date('2026-04-01T14:00:00Z'))
  await sync(world.services, ada.userId, asked)
  world.calm()
}

/** Ada bought in two windows, past every check of ours. */
async function boughtTwice() {
  await buy(world, ada)
  const [first] = world.engine.store.subscriptions.all()
  await world.stripe.subscriptions.create({
    customer: `${first?.customer}`,
    items: [{ price: first?.items.data[0]?.price.id ?? '' }],
    default_payment_method: `${first?.default_payment_method}`,
  })
  await sync(world.services, ada.userId, asked)
  world.calm()
}

describe('a failed payment', () => {
  it('is told to the person, once, however often it is met and sent', async () => {
    await declined()

    expect(await send()).toEqual(one)
    await sync(world.services, ada.userId, asked)
    world.engine.clock.advance({ minutes: 30 })
    expect(await send()).toEqual(nothing)

    expect(world.mails.sent).toHaveLength(1)
    expect(world.mails.sent[0]).toMatchObject({ to: 'ada@example.com' })
    expect(world.mails.sent[0]?.text).toContain('until 15 April 2026 at 12:00 UTC')
    expect(message()).toMatchObject({ state: 'sent', attempts: 1, error: null })
  })

  it('is not told once it was paid in the meantime', async () => {
    await declined()
    await world.stripe.subscriptions.cancel(subscriptions()[0] ?? '')
    await sync(world.services, ada.userId, asked)

    expect(await send()).toEqual({ sent: 0, dropped: 1, failed: 0 })

    expect(world.mails.sent).toEqual([])
    expect(message()).toMatchObject({ state: 'dropped', error: 'Not true any more.' })
  })

  it('is told to nobody when the person is gone', async () => {
    await declined()
    world.accounts.drop(ada.userId)

    expect(await send()).toEqual({ sent: 0, dropped: 1, failed: 0 })
    expect(world.mails.sent).toEqual([])
  })

  it('is told to nobody when the person has no address', async () => {
    world.cognito.put({ ...ada, email: null })
    ada = { ...ada, email: null }
    await declined()

    expect(await send()).toEqual({ sent: 0, dropped: 1, failed: 0 })
    expect(message()).toMatchObject({ error: 'There is no address to send it to.' })
  })
})

describe('two subscriptions at once', () => {
  it('are told to staff, who are named by MAIL_FROM, and to the log', async () => {
    await boughtTwice()
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => lines.push(line) })

    expect(await sendOutbox({ ...world.services, log })).toEqual(one)

    expect(world.mails.sent).toMatchObject([{ to: 'Tollgate <staff@example.com>' }])
    for (const id of subscriptions()) expect(world.mails.sent[0]?.text).toContain(id)
    expect(lines.join()).toContain('Somebody pays for two subscriptions')
    expect(lines.join()).toContain(subscriptions()[0])
  })
})

describe('where nothing can be sent', () => {
  it('messages wait, untried, and leave when it can', async () => {
    await declined()

    expect(await sendOutbox({ ...world.services, mails: null })).toEqual(nothing)
    expect(message()).toMatchObject({ state: 'waiting', attempts: 0 })

    expect(await send()).toEqual(one)
  })
})

describe('a mail that can not be sent', () => {
  it('is tried again after growing waits, and shows its error in between', async () => {
    await declined()
    world.disturb(failing('mails.send'))
    const waits: number[] = []
    for (let attempt = 0; attempt < 8; attempt++) {
      expect(await send()).toEqual({ sent: 0, dropped: 0, failed: 1 })
      const { dueAt } = message()
      waits.push((dueAt.getTime() - world.now().getTime()) / 60_000)
      world.engine.clock.advanceTo(new Date(dueAt.getTime() - 1))
      expect(await send()).toEqual(nothing)
      world.engine.clock.advanceTo(dueAt)
    }

    expect(waits).toEqual([1, 5, 15, 60, 240, 1_440, 1_440, 1_440])
    expect(message()).toMatchObject({
      state: 'waiting',
      attempts: 8,
      error: 'Error: mails.send is down',
    })
    world.calm()
    expect(await send()).toEqual(one)
    expect(message()).toMatchObject({ state: 'sent', error: null })
  })

  it('does not hold up the others, and is called stuck from the fifth attempt on', async () => {
    await declined()
    await world.outbox.put({ ...message(), key: 'payment_failed:other', userId: 'gone' })
    world.disturb(failing('mails.send'))
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => lines.push(line) })

    expect(await sendOutbox({ ...world.services, log })).toEqual({ sent: 0, dropped: 1, failed: 1 })
    for (let attempt = 2; attempt <= 5; attempt++) {
      expect(lines.join()).not.toContain('stuck')
      world.engine.clock.advanceTo(message().dueAt)
      await sendOutbox({ ...world.services, log })
    }

    expect(lines.join()).toContain('A message is stuck in the outbox')
    expect(lines.join()).not.toContain('ada@example.com')
  })
})

describe('two senders at once', () => {
  it('send a message once', async () => {
    await declined()
    const slow = holding('outbox.take')
    world.disturb(slow.around)
    const first = send()
    await slow.reached

    const second = await send()
    slow.release()

    expect([second, await first]).toEqual([one, nothing])
    expect(world.mails.sent).toHaveLength(1)
  })
})

describe('a sender that dies', () => {
  it.each([1, 2, 3, 4, 5].flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
    'at its call %i, %s it, still gets the mail out',
    async (call, when) => {
      await declined()
      const death = crashing(call, when)
      world.disturb(death)
      await send().catch(() => {})
      expect(death.died()).toBe(true)
      world.calm()

      world.engine.clock.advance({ minutes: 1 })
      await send()

      expect(message()).toMatchObject({ state: 'sent' })
      // Only a death between the mail and the note of it sends twice.
      const isTwice = (call === 4 && when === 'after') || (call === 5 && when === 'before')
      expect(world.mails.sent).toHaveLength(isTwice ? 2 : 1)
    },
  )
})
