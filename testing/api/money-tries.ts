import { expect } from 'vitest'
import type { Route } from '@/lib/api/route'
import type { ErrorCode } from '@/lib/errors'
import { type Interceptor, passThrough } from '@/testing/intercept'
import { subscriptionOf } from '@/testing/subscription'
import { createWorld } from '@/testing/world'
import { createApp } from './app'
import type { Situation } from './money-situations'
import { customerOf, moneyStateOf, type Scene } from './money-state'
import { unlimited } from './unlimited'

export type Tries = Awaited<ReturnType<typeof openTries>>
export type Tried = Awaited<ReturnType<Tries['of']>>

/** Opens a world for trying a situation again and again, each time with a new user. */
export async function openTries(route: Route, { options, arrange }: Situation) {
  const world = await createWorld({ ...options, env: unlimited })
  const app = createApp(world.services)
  let users = 0

  const begin = async () => {
    const user = world.addUser(`user-${++users}`)
    const scene = { world, user, calls: subscriptionOf(world, user) }
    const body = await arrange(scene)
    const send = async (by: Interceptor = passThrough) => {
      world.resetCalls()
      world.intercept(by)
      const response = await app(
        new Request(`https://app.test${route.path}`, {
          method: route.method,
          headers: { authorization: `Bearer ${world.token(user)}` },
          ...(route.method !== 'GET' && { body: JSON.stringify(body) }),
        }),
      )
      const calls = world.calls.filter((call) => call.startsWith('stripe '))
      world.resetCalls()
      const { error } = (await response.json()) as { error?: { code: ErrorCode } }
      const after = await moneyStateOf(scene)
      return { status: response.status, code: error?.code, headers: response.headers, after, calls }
    }
    return { scene, body, send }
  }
  /** Deletes the customer, so that its renewals don't slow down later tries. */
  const end = async (scene: Scene) => {
    const customer = await customerOf(scene)
    if (customer) await world.stripe.customers.del(customer).catch(() => {})
  }

  return {
    /** Sends the request without any fault. */
    async undisturbed() {
      // The first user's requests fill the cache of prices, so only the second user's count.
      const first = await begin()
      await first.send()
      await end(first.scene)
      const { scene, body, send } = await begin()
      const { status, after, calls } = await send()
      expect(status).toBe(200)
      await end(scene)
      return { body, calls, done: after }
    },

    /** Sends the request with the fault that `by` injects, and then again without it. */
    async of(by: (scene: Scene) => Interceptor) {
      const { scene, send } = await begin()
      const before = await moneyStateOf(scene)
      const tried = await send(by(scene))
      const again = await send()
      await end(scene)
      return { ...tried, before, again }
    },

    close: () => world.close(),
  }
}
