import { afterAll, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { leaseMs } from '@/lib/sync/intents'
import { sweep } from '@/lib/sync/sweep'
import { deliverAll } from '@/testing/deliver'
import { crashing } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { type Answered, subscriptionOf } from '@/testing/subscription'
import { createWorld, type World } from '@/testing/world'

/**
 * For each call that a user's action makes to a backend: the process dies just before it, or just
 * after. They look again, and do it again. In the end it is done once, and charged once.
 */
type Flow = {
  name: string
  plan: string
  prepare?(world: World, person: ReturnType<typeof subscriptionOf>): Promise<unknown>
  act(person: ReturnType<typeof subscriptionOf>): Promise<Answered>
  /** What they have in the end. */
  ends: string
}

const flows: Flow[] = [
  {
    name: 'an upgrade',
    plan: 'starter',
    act: (person) => person.switchTo({ plan: 'pro' }),
    ends: 'pro',
  },
  {
    name: 'a year in place of a month',
    plan: 'pro',
    act: (person) => person.switchTo({ plan: 'pro', interval: 'year' }),
    ends: 'pro',
  },
  {
    name: 'a downgrade that is planned',
    plan: 'pro',
    act: (person) => person.switchTo({ plan: 'starter' }),
    ends: 'pro',
  },
  {
    name: 'a planned downgrade that is taken back',
    plan: 'pro',
    prepare: (_world, person) => person.switchTo({ plan: 'starter' }),
    act: (person) => person.resume(),
    ends: 'pro',
  },
  {
    name: 'a cancellation, of what was to be downgraded',
    plan: 'pro',
    prepare: (_world, person) => person.switchTo({ plan: 'starter' }),
    act: (person) => person.cancel(),
    ends: 'pro',
  },
  {
    name: 'a cancellation that is taken back',
    plan: 'pro',
    prepare: (_world, person) => person.cancel(),
    act: (person) => person.resume(),
    ends: 'pro',
  },
  { name: 'a pause', plan: 'pro', act: (person) => person.pause(), ends: 'free' },
  {
    name: 'the end of a pause, in a period that was not paid',
    plan: 'pro',
    async prepare(world, person) {
      await person.pause()
      world.engine.clock.advance({ days: 40 })
      await deliverAll(world)
    },
    act: (person) => person.resume(),
    ends: 'pro',
  },
  {
    name: 'a change that waits for its payment, and is forgotten',
    plan: 'pro',
    async prepare(world, person) {
      const [subscription] = world.engine.store.subscriptions.all()
      world.engine.customers.nextPaymentFails(subscription?.customer ?? '', true)
      await person.switchTo({ plan: 'enterprise' })
    },
    act: (person) => person.resume(),
    ends: 'pro',
  },
]

let cases = 0
afterAll(() => {
  console.info(`Crash matrix: ${cases} crashes repaired, in ${flows.length} actions of a user`)
})

describe.each(flows)('$name', (flow) => {
  it('ends the same, and costs the same, wherever it dies', async () => {
    const undisturbed = await begin(flow)
    expect((await flow.act(undisturbed.person)).status).toBe(200)
    const calls = [...undisturbed.world.calls]
    const right = await outcome(undisturbed)
    expect(right.plan).toBe(flow.ends)
    expect(calls.length).toBeGreaterThan(2)

    for (let at = 1; at <= calls.length; at++) {
      for (const when of ['before', 'after'] as const) {
        const call = calls[at - 1] ?? ''
        // To die after a look is to die before the next call.
        if (when === 'after' && isLook(call)) continue
        const where = `${when} ${call} (call ${at})`
        const begun = await begin(flow)
        const death = crashing(at, when)
        begun.world.intercept(death)
        await flow.act(begun.person).catch(() => {})
        expect(death.died(), where).toBe(true)

        begun.world.resetCalls()
        // What is done already is refused as the same.
        expect([200, 409], where).toContain((await flow.act(begun.person)).status)
        expect(await outcome(begun), where).toEqual(right)
        cases++
      }
    }
  })
})

const isLook = (call: string) => / GET |create_preview|\.(get|of|find)/.test(call)

async function begin(flow: Flow) {
  const world = await createWorld()
  const ada = world.addUser()
  const person = subscriptionOf(world, ada)
  await subscribe(world, ada, { plan: flow.plan })
  world.engine.clock.advance({ days: 3 })
  await flow.prepare?.(world, person)
  world.resetCalls()
  return { world, ada, person }
}

/** What Stripe, the row and Cognito say in the end, and what was charged on the way. */
async function outcome({ world, ada }: { world: World; ada: Person }) {
  await deliverAll(world)
  for (let minute = 0; minute < 2; minute++) {
    world.engine.clock.advance({ seconds: leaseMs / 1000 })
    await sweep(world.services)
  }
  const row = await world.accounts.get(ada.userId)
  const { subscriptions, invoices, schedules } = world.engine.store
  const end = {
    plan: row?.access.plan,
    intents: row?.intents,
    groups: await world.cognito.of(ada.username),
    subscriptions: subscriptions.all().map((subscription) => ({
      status: subscription.status,
      prices: subscription.items.data.map(({ price }) => price.lookup_key),
      isPaused: subscription.pause_collection !== null,
      isEnding: subscription.cancel_at_period_end || subscription.cancel_at !== null,
      isWaiting: subscription.pending_update !== null,
      planned: schedules.get(String(subscription.schedule))?.phases.length ?? 0,
    })),
    charged: invoices.all().map(({ status, amount_paid }) => [status, amount_paid]),
  }
  await world.close()
  return end
}
