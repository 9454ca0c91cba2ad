import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import { afterAll, describe, expect, it } from 'vitest'
import { postConfirmation } from '@/lambda/post-confirmation'
import { checkoutOutcome } from '@/lib/api/checkout/checkout-return'
import type { Person } from '@/lib/identity/people'
import { anyTrigger } from '@/testing/any-trigger'
import { deliver, eventFeed } from '@/testing/deliver'
import { crashing } from '@/testing/intercept'
import { buy, openSession, postCheckout, visa } from '@/testing/shop'
import { createWorld, type World } from '@/testing/world'
import { leaseMs } from './intents'
import { sweep } from './sweep'
import { sync } from './sync'

/**
 * For each call that a flow makes to a backend, the process crashes just before or just after it,
 * and the flow is started again, as Stripe, Cognito, the cron job and users do.
 */
type Flow = {
  name: string
  prepare(world: World, ada: Person): Promise<Act>
  /** The user's plan in the end. */
  plan: string
  check?(world: World, ada: Person): Promise<void>
  /** The row is lost, so the retry can't know the user's earlier groups. */
  losesRow?: true
}
type Act = () => Promise<unknown>

const flows: Flow[] = [
  {
    name: 'a webhook that upgrades',
    plan: 'pro',
    async prepare(world, ada) {
      const event = await firstEventOf(world, () => buy(world, ada))
      return () => deliver(world, event)
    },
  },
  {
    name: 'a webhook that downgrades',
    plan: 'free',
    async prepare(world, ada) {
      await subscribed(world, ada)
      const event = await firstEventOf(world, () => cancel(world))
      return () => deliver(world, event)
    },
  },
  {
    name: 'a webhook that brings a lost row back',
    losesRow: true,
    plan: 'pro',
    async prepare(world, ada) {
      const event = await firstEventOf(world, () => buy(world, ada))
      world.accounts.drop(ada.userId)
      return () => deliver(world, event)
    },
  },
  {
    name: 'a webhook whose event a crashed writer had covered',
    plan: 'pro',
    async prepare(world, ada) {
      const event = await firstEventOf(world, () => buy(world, ada))
      world.engine.clock.advance({ seconds: 3 })
      world.intercept(async (name, send) => {
        if (name.startsWith('groups')) throw new Error('The process died')
        return send()
      })
      await deliver(world, event)
      world.resetCalls()
      return () => deliver(world, event)
    },
  },
  {
    name: 'the return from Checkout',
    plan: 'pro',
    async prepare(world, ada) {
      const session = await buy(world, ada)
      return async () => {
        const token = await world.services.tokens.verify(world.token(ada))
        if (!token) throw new Error('The token was refused')
        return checkoutOutcome(world.services)(token, session)
      }
    },
  },
  {
    name: "sign-up's trigger",
    plan: 'free',
    async prepare(world, ada) {
      const event = {
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        userName: ada.username,
        request: { userAttributes: { sub: ada.userId, email: ada.email } },
      } as unknown as PostConfirmationTriggerEvent
      return () => postConfirmation(world.services)(event)
    },
    async check(world, ada) {
      expect((await world.accounts.get(ada.userId))?.customerId).not.toBeNull()
    },
  },
  {
    name: 'the first checkout of a new user',
    plan: 'pro',
    prepare: async (world, ada) => () => postCheckout(world, ada),
    check: payAndDeliver,
  },
  {
    name: 'a checkout of another plan than the one left open',
    plan: 'pro',
    async prepare(world, ada) {
      await openSession(world, ada, { plan: 'starter' })
      return () => postCheckout(world, ada)
    },
    check: payAndDeliver,
  },
  {
    name: 'a sweep at the end of a subscription',
    plan: 'free',
    async prepare(world, ada) {
      await subscribed(world, ada)
      const [subscription] = world.engine.store.subscriptions.all()
      await world.stripe.subscriptions.update(subscription?.id ?? '', {
        cancel_at_period_end: true,
      })
      await sync(world.services, ada.userId, anyTrigger)
      world.engine.clock.advance({ days: 32 })
      return () => sweep(world.services)
    },
  },
  {
    name: 'a sweep after a crashed writer',
    plan: 'pro',
    async prepare(world, ada) {
      await buy(world, ada)
      world.intercept(crashing(6, 'before'))
      await sync(world.services, ada.userId, anyTrigger).catch(() => {})
      world.engine.clock.advance({ seconds: leaseMs / 1000 })
      return () => sweep(world.services)
    },
  },
]

let cases = 0
afterAll(() => {
  console.info(`Crash matrix: ${cases} crashes recovered, in ${flows.length} flows`)
})

describe.each(flows)('$name', (flow) => {
  it('ends the same wherever it crashes', async () => {
    const calls = await callsOf(flow)
    expect(calls.length).toBeGreaterThan(2)

    for (let at = 1; at <= calls.length; at++) {
      for (const when of ['before', 'after'] as const) {
        await crashAndRecover(flow, at, when, `${when} ${calls[at - 1]} (call ${at})`)
        cases++
      }
    }
  })
})

async function callsOf(flow: Flow): Promise<string[]> {
  const world = await createWorld()
  const act = await flow.prepare(world, world.addUser())
  world.resetCalls()
  await act()
  await world.close()
  return [...world.calls]
}

async function crashAndRecover(flow: Flow, at: number, when: 'before' | 'after', where: string) {
  const world = await createWorld()
  const ada = world.addUser()
  const act = await flow.prepare(world, ada)
  const held = await world.cognito.of(ada.username)
  const entriesBefore = groupEntries(world).length
  const death = crashing(at, when)
  world.intercept(death)
  await act().catch(() => {})
  expect(death.died(), where).toBe(true)

  world.resetCalls()
  await act()
  await flow.check?.(world, ada)
  // A crashed writer is found at the end of its lease. The sweep after that finds nothing to do.
  for (let minute = 0; minute < 3; minute++) {
    world.engine.clock.advance({ seconds: leaseMs / 1000 })
    await sweep(world.services)
  }

  const row = await world.accounts.get(ada.userId)
  expect(row, where).toMatchObject({ access: { plan: flow.plan }, intents: {} })
  expect(row?.dueAt, where).toEqual(row?.access.nextLookAt)
  expect(await world.cognito.of(ada.username), where).toEqual([flow.plan])
  const entries = groupEntries(world).slice(entriesBefore)
  expectChain(flow.losesRow && entries[0]?.before.length === 0 ? [] : held, entries, where)
  expect(world.engine.store.customers.size, where).toBe(1)
  expect(running(world).length, where).toBeLessThanOrEqual(1)
  await world.close()
}

const groupEntries = (world: World) =>
  world.audit.all().flatMap((entry) => (entry.what === 'groups' ? [entry] : []))

/**
 * Each change of groups has one audit entry, and the entries form a chain from the first groups.
 */
function expectChain(held: string[], entries: ReturnType<typeof groupEntries>, where: string) {
  expect(entries, where).not.toEqual([])
  let now = held
  for (const { before, after } of entries) {
    expect(before, where).toEqual(now)
    now = after
  }
}

/** Checks that the old plan's session has expired, and pays the session that the row names. */
async function payAndDeliver(world: World, ada: Person) {
  const shown = (await world.accounts.get(ada.userId))?.checkout?.sessionId ?? ''
  const starters = world.engine.store.checkoutSessions
    .all()
    .filter(({ metadata, status }) => metadata?.plan === 'starter' && status === 'open')
  expect(starters).toEqual([])

  const events = eventFeed(world)
  world.engine.checkout.pay(shown, visa)
  for (const event of events()) expect((await deliver(world, event)).status).toBe(200)
}

async function subscribed(world: World, ada: Person) {
  await buy(world, ada)
  await sync(world.services, ada.userId, anyTrigger)
}

const cancel = (world: World) =>
  world.stripe.subscriptions.cancel(world.engine.store.subscriptions.all()[0]?.id ?? '')

const running = (world: World) =>
  world.engine.store.subscriptions.all().filter(({ status }) => status !== 'canceled')

async function firstEventOf(world: World, act: () => Promise<unknown>) {
  const events = eventFeed(world)
  await act()
  const event = events().find(({ type }) => type.startsWith('customer.subscription.'))
  if (!event) throw new Error('Stripe sent no subscription event')
  return event
}
