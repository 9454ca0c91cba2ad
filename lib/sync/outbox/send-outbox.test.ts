import { describe, expect } from 'vitest'
import { createLog } from '@/lib/log'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { crashing, failing, holding } from '@/testing/intercept'
import { buy } from '@/testing/shop'
import { test } from '@/testing/test'
import { type OutboxOptions, type OutboxReport, sendOutbox } from './send-outbox'

const it = test
  .extend('options', { env: { MAIL_FROM: 'Tollgate <staff@example.com>' } })
  .extend(
    'send',
    ({ world }) =>
      (services = world.services, options: OutboxOptions = {}) =>
        sendOutbox(services, { wait: async () => {}, ...options }),
  )
  .extend('message', ({ world }) => () => {
    const [entry] = world.outbox.all()
    if (!entry) throw new Error('The outbox is empty')
    return entry
  })
  .extend(
    'subscriptionIds',
    ({ world }) =>
      () =>
        world.engine.store.subscriptions.all().map(({ id }) => id),
  )
  /** Ada's renewal was declined, and the row shows it. */
  .extend('declined', ({ world, ada }) => async () => {
    await buy(world, ada)
    await sync(world.services, ada.userId, anyTrigger)
    const { customerId } = (await world.accounts.get(ada.userId)) ?? {}
    world.engine.customers.nextPaymentFails(customerId ?? '', true)
    world.engine.clock.advanceTo(new Date('2026-04-01T14:00:00Z'))
    await sync(world.services, ada.userId, anyTrigger)
    world.resetCalls()
  })
  /** Ada bought in two windows at once, which our checks didn't prevent. */
  .extend('boughtTwice', ({ world, ada }) => async () => {
    await buy(world, ada)
    const [first] = world.engine.store.subscriptions.all()
    await world.stripe.subscriptions.create({
      customer: `${first?.customer}`,
      items: [{ price: first?.items.data[0]?.price.id ?? '' }],
      default_payment_method: `${first?.default_payment_method}`,
    })
    await sync(world.services, ada.userId, anyTrigger)
    world.resetCalls()
  })
  /** Makes the first `times` records of a sent mail fail. */
  .extend('forgetful', ({ world }) => (times: number) => {
    world.intercept((name, send) =>
      name === 'outbox.recordAttempt' && times-- > 0
        ? Promise.reject(new Error('Throttled'))
        : send(),
    )
  })
  .extend('hanging', ({ world }) => () => ({
    ...world.services,
    mails: { send: () => new Promise<void>(() => {}) },
  }))

const report = (counts: Partial<OutboxReport>) => ({
  ...{ sent: 0, dropped: 0, failed: 0, left: 0 },
  ...counts,
})
const [nothing, one] = [report({}), report({ sent: 1 })]

describe('a failed payment', () => {
  it('is mailed to the user once, however often it is synced and sent', async ({
    world,
    ada,
    send,
    message,
    declined,
  }) => {
    await declined()

    expect(await send()).toEqual(one)
    await sync(world.services, ada.userId, anyTrigger)
    world.engine.clock.advance({ minutes: 30 })
    expect(await send()).toEqual(nothing)

    expect(world.mails.sent).toHaveLength(1)
    expect(world.mails.sent[0]).toMatchObject({ to: 'ada@example.com' })
    expect(world.mails.sent[0]?.text).toContain('until April 15, 2026 at 12:00 PM UTC')
    expect(message()).toMatchObject({ state: 'sent', attempts: 1, error: null })
  })

  it('is not mailed if it was paid meanwhile', async ({
    world,
    ada,
    subscriptionIds,
    send,
    message,
    declined,
  }) => {
    await declined()
    await world.stripe.subscriptions.cancel(subscriptionIds()[0] ?? '')
    await sync(world.services, ada.userId, anyTrigger)

    expect(await send()).toEqual(report({ dropped: 1 }))

    expect(world.mails.sent).toEqual([])
    expect(message()).toMatchObject({ state: 'dropped', error: 'No longer true.' })
  })

  it('is not mailed if the user was deleted', async ({ world, ada, send, declined }) => {
    await declined()
    world.accounts.drop(ada.userId)

    expect(await send()).toEqual(report({ dropped: 1 }))
    expect(world.mails.sent).toEqual([])
  })

  it('is not mailed if the user has no address', async ({
    world,
    ada,
    send,
    message,
    declined,
  }) => {
    world.cognito.put({ ...ada, email: null })
    ada = { ...ada, email: null }
    await declined()

    expect(await send()).toEqual(report({ dropped: 1 }))
    expect(message()).toMatchObject({ error: 'No address to send it to.' })
  })
})

describe('two subscriptions at once', () => {
  it('are mailed to staff at MAIL_FROM, and logged', async ({
    world,
    subscriptionIds,
    send,
    boughtTwice,
  }) => {
    await boughtTwice()
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => lines.push(line) })

    expect(await send({ ...world.services, log })).toEqual(one)

    expect(world.mails.sent).toMatchObject([{ to: 'Tollgate <staff@example.com>' }])
    for (const id of subscriptionIds()) expect(world.mails.sent[0]?.text).toContain(id)
    expect(lines.join()).toContain('A user pays for two subscriptions')
    expect(lines.join()).toContain(subscriptionIds()[0])
  })
})

describe('without a mail service', () => {
  it('messages wait, untried, until there is one', async ({ world, send, message, declined }) => {
    await declined()

    expect(await send({ ...world.services, mails: null })).toEqual(nothing)
    expect(message()).toMatchObject({ state: 'waiting', attempts: 0 })

    expect(await send()).toEqual(one)
  })
})

describe('a mail that can’t be sent', () => {
  it('is retried after growing waits, and shows its error meanwhile', async ({
    world,
    send,
    message,
    declined,
  }) => {
    await declined()
    world.intercept(failing('mails.send'))
    const waits: number[] = []
    for (let attempt = 0; attempt < 8; attempt++) {
      expect(await send()).toEqual(report({ failed: 1 }))
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
    world.resetCalls()
    expect(await send()).toEqual(one)
    expect(message()).toMatchObject({ state: 'sent', error: null })
  })

  it('doesn’t hold up the others, and is logged as stuck from the fifth attempt on', async ({
    world,
    send,
    message,
    declined,
  }) => {
    await declined()
    await world.outbox.put({ ...message(), key: 'payment_failed:other', userId: 'gone' })
    world.intercept(failing('mails.send'))
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => lines.push(line) })

    expect(await send({ ...world.services, log })).toEqual(report({ dropped: 1, failed: 1 }))
    for (let attempt = 2; attempt <= 5; attempt++) {
      expect(lines.join()).not.toContain('stuck')
      world.engine.clock.advanceTo(message().dueAt)
      await send({ ...world.services, log })
    }

    expect(lines.join()).toContain('A message is stuck in the outbox')
    expect(lines.join()).not.toContain('ada@example.com')
  })
})

describe('a mail that was sent while the table fails', () => {
  it('is recorded a moment later, and not sent again', async ({
    world,
    send,
    message,
    declined,
    forgetful,
  }) => {
    await declined()
    forgetful(3)

    expect(await send()).toEqual(one)
    expect(message()).toMatchObject({ state: 'sent', error: null })
    world.engine.clock.advance({ minutes: 10 })
    expect(await send()).toEqual(nothing)
    expect(world.mails.sent).toHaveLength(1)
  })

  it('doesn’t count as failed, and is logged as possibly sent again', async ({
    world,
    send,
    message,
    declined,
    forgetful,
  }) => {
    await declined()
    forgetful(Number.POSITIVE_INFINITY)
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => lines.push(line) })

    expect(await send({ ...world.services, log })).toEqual(one)

    expect(world.mails.sent).toHaveLength(1)
    expect(message()).toMatchObject({ state: 'waiting', attempts: 1, error: null })
    expect(lines.join()).toContain(
      'A mail was sent, but that could not be recorded: it may be sent again',
    )
  })
})

describe('a mail service that hangs', () => {
  it('is abandoned, and the message retried later', async ({
    send,
    message,
    declined,
    hanging,
  }) => {
    await declined()

    expect(await send(hanging(), { timeoutMs: 5 })).toEqual(report({ failed: 1 }))

    expect(message()).toMatchObject({
      state: 'waiting',
      attempts: 1,
      error: 'Error: The mail service did not answer within 0.005 s',
    })
  })

  it('receives an abort signal', async ({ world, send, declined }) => {
    await declined()
    const signals: (AbortSignal | undefined)[] = []
    const mails = {
      send: (_: unknown, signal?: AbortSignal) => {
        signals.push(signal)
        return new Promise<void>(() => {})
      },
    }

    await send({ ...world.services, mails }, { timeoutMs: 5 })

    expect(signals.map((signal) => signal?.aborted)).toEqual([true])
  })

  it('doesn’t keep a run beyond its time: the rest is left to the next run', async ({
    world,
    send,
    message,
    declined,
    hanging,
  }) => {
    await declined()
    for (const key of ['a', 'b', 'c']) await world.outbox.put({ ...message(), key })
    let calls = 0
    // The clock advances five seconds each time it is read.
    const wallClock = () => new Date(world.now().getTime() + 5_000 * calls++)

    const { sent, dropped, failed, left } = await send(
      { ...hanging(), wallClock },
      { timeoutMs: 5 },
    )

    expect(left).toBeGreaterThan(0)
    expect([sent, dropped + failed + left]).toEqual([0, 4])
    const untried = (await world.outbox.waiting(9)).filter(
      (each) => 'attempts' in each && !each.attempts,
    )
    expect(untried).toHaveLength(left)
  })
})

describe('a message that can’t be read', () => {
  it('is logged as stuck and deferred, and the others are sent', async ({
    world,
    send,
    message,
    declined,
  }) => {
    await declined()
    await world.outbox.put({ ...message(), key: 'bad', createdAt: new Date(0) })
    world.outbox.spoil('bad', 'kind: expected one of …')
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => lines.push(line) })

    expect(await send({ ...world.services, log }, { limit: 2 })).toEqual(
      report({ sent: 1, failed: 1 }),
    )

    expect(world.mails.sent).toHaveLength(1)
    expect(lines.join()).toContain('A message is stuck in the outbox')
    expect(lines.join()).toContain('kind: expected one of')
    // It isn't retried every minute, in the place of messages that can be sent.
    world.engine.clock.advance({ minutes: 59 })
    expect(await send()).toEqual(nothing)
    world.engine.clock.advance({ minutes: 1 })
    expect(await send()).toEqual(report({ failed: 1 }))
  })
})

describe('two senders at once', () => {
  it('send a message once', async ({ world, send, declined }) => {
    await declined()
    const slow = holding('outbox.take')
    world.intercept(slow.intercept)
    const first = send()
    await slow.reached

    const second = await send()
    slow.release()

    expect([second, await first]).toEqual([one, nothing])
    expect(world.mails.sent).toHaveLength(1)
  })
})

describe('a sender that crashes', () => {
  it.for([1, 2, 3, 4, 5].flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
    'at its call %i, %s it, still gets the mail out',
    async ([call, when], { world, send, message, declined }) => {
      await declined()
      const death = crashing(call, when)
      world.intercept(death)
      await send().catch(() => {})
      expect(death.died()).toBe(true)
      world.resetCalls()

      world.engine.clock.advance({ minutes: 1 })
      await send()

      expect(message()).toMatchObject({ state: 'sent' })
      // Only a crash after the mail and before its record sends twice.
      const isTwice = (call === 4 && when === 'after') || (call === 5 && when === 'before')
      expect(world.mails.sent).toHaveLength(isTwice ? 2 : 1)
    },
  )
})
