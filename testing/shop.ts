import { checkout } from '@/lib/api/checkout/checkout'
import type { Person } from '@/lib/identity/people'
import { deliverAll } from './deliver'
import type { World } from './world'

export const visa = { number: '4242424242424242' }

/** A JSON request from a signed-in person; `token` stands in for theirs. */
export function asking(
  world: World,
  path: string,
  { as, token = as && world.token(as), body }: { as?: Person; token?: string; body?: unknown } = {},
): Request {
  return new Request(`https://app.test${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

export const askCheckout = (world: World, as: Person, body: unknown = { plan: 'pro' }) =>
  checkout(world.services)(asking(world, '/api/checkout', { as, body }))

/** The session that a person was sent to. */
export async function openSession(world: World, as: Person, body?: unknown): Promise<string> {
  const response = await askCheckout(world, as, body)
  const { url } = (await response.json()) as { url?: string }
  const [session] = /cs_test_\w+/.exec(url ?? '') ?? []
  if (!session) throw new Error(`Checkout answered ${response.status} and no session`)
  return session
}

/** Chooses a plan and pays for it on Stripe's page. */
export async function buy(world: World, as: Person, body?: unknown): Promise<string> {
  const session = await openSession(world, as, body)
  world.engine.checkout.pay(session, visa)
  return session
}

/** Pays for a plan, and everything has heard of it: the row, the groups. */
export async function subscribe(world: World, as: Person, body?: unknown): Promise<void> {
  await buy(world, as, body)
  await deliverAll(world)
}

/** What was refused, and how: `[409, 'already_subscribed']`. */
export async function codeOf(response: Response): Promise<[number, string | undefined]> {
  const { error } = (await response.json()) as { error?: { code: string } }
  return [response.status, error?.code]
}

/** The one subscription that there is. */
export function onlySubscription(world: World) {
  const [found] = world.engine.store.subscriptions.all()
  if (!found) throw new Error('There is no subscription')
  return found
}
