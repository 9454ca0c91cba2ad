import { decideAccess } from '@/lib/billing/access/access'
import { sweep } from '@/lib/sync/sweep'
import { deliver, eventFeed, type SentEvent } from '../deliver'
import type { Interceptor } from '../intercept'
import { buy } from '../shop'
import { createWorld, type World } from '../world'
import { type Random, random } from './random'

type Waiting = { name: string; go: () => void; fail: () => void }

/**
 * Runs a shorter scenario on the local Stripe itself, through the real SDK, the real webhook handler
 * and its signatures: concurrent deliveries in any order, and calls that fail before or after they are
 * carried out. Returns what is wrong in the end, or `null`.
 */
export async function simulateOnLocalStripe(seed: number): Promise<string | null> {
  const dice = random(seed)
  const world = await createWorld({ stripe: { seed } })
  const ada = world.addUser()
  const events = eventFeed(world)
  await buy(world, ada, { plan: dice.pick(['starter', 'pro', 'enterprise']) })
  const pending = events()

  for (let round = 0; round < 3; round++) {
    await applyRandomAction(world, dice)
    pending.push(...events())
    pending.push(...(await deliverAtOnce(world, pending.splice(0), dice)))
    world.engine.clock.advance({ seconds: dice.below(3) })
  }
  for (const event of pending) {
    const { status } = await deliver(world, event)
    if (status !== 200) return `${event.type} was answered ${status} when all was well`
  }
  const row = await world.accounts.get(ada.userId)
  if (!row?.customerId) return 'The row is gone'
  const { rules, customers, now } = world.services
  const { subscriptions, purchases } = await customers.read(row.customerId)
  const truth = { subscriptions, purchases, grants: [] }
  const [said, right] = [row.facts, truth].map((facts) => decideAccess(facts, rules, now()))
  if (JSON.stringify(said) !== JSON.stringify(right)) {
    return `The row says ${JSON.stringify(said)}, and true is ${JSON.stringify(right)}`
  }
  for (const seconds of [71, 310]) {
    world.engine.clock.advance({ seconds })
    await sweep(world.services)
  }
  const groups = await world.cognito.of(ada.username)
  await world.close()
  return groups.join() === right?.groups.join()
    ? null
    : `Groups are ${groups}, not ${right?.groups}`
}

async function applyRandomAction({ stripe, engine }: World, dice: Random): Promise<void> {
  const running = engine.store.subscriptions.all().find(({ status }) => status !== 'canceled')
  if (!running) return
  const end = Math.floor(engine.clock.now().getTime() / 1000) + 86_400
  switch (dice.below(5)) {
    case 0:
      await stripe.subscriptions.update(running.id, { cancel_at: end })
      return
    case 1:
      await stripe.subscriptions.update(running.id, { cancel_at: '' })
      return
    case 2:
      await stripe.subscriptions.cancel(running.id)
      return
    default: {
      const plan = dice.pick(['starter', 'pro', 'enterprise'])
      const prices = await stripe.prices.list({ lookup_keys: [`saas_${plan}_month`] })
      const items = [{ id: running.items.data[0]?.id ?? '', price: prices.data[0]?.id ?? '' }]
      await stripe.subscriptions.update(running.id, { items })
    }
  }
}

/**
 * Delivers all events concurrently, one call at a time. Returns those that must be delivered again.
 */
async function deliverAtOnce(
  world: World,
  events: SentEvent[],
  dice: Random,
): Promise<SentEvent[]> {
  const again: SentEvent[] = []
  const waiting: Waiting[] = []
  world.intercept(parking(waiting, dice))
  const queue = [...events]
  let out = 0
  while (queue.length > 0 || out > 0) {
    if (queue.length > 0 && out < 3) {
      const [event] = queue.splice(dice.below(queue.length), 1)
      if (!event) continue
      out++
      void deliver(world, event).then(({ status }) => {
        out--
        if (status !== 200) again.push(event)
      })
    }
    // The SDK takes a few turns from one call to the next.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
    const [call] = waiting.splice(dice.below(waiting.length), 1)
    if (!call) continue
    if (dice.chance(0.03)) call.fail()
    else call.go()
  }
  world.resetCalls()
  return again
}

const parking =
  (waiting: Waiting[], dice: Random): Interceptor =>
  (name, send) =>
    new Promise((resolve, reject) => {
      waiting.push({
        name,
        go: () => void send().then(resolve, reject),
        fail() {
          const error = new Error(`${name} failed`)
          if (dice.chance(0.5)) reject(error)
          else
            void send().then(
              () => reject(error),
              () => reject(error),
            )
        },
      })
    })
