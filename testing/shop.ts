import { checkout } from '@/lib/api/checkout/checkout'
import type { Person } from '@/lib/identity/people'
import { deliverAll } from './deliver'
import type { World } from './world'

export const visa = { number: '4242424242424242' }

/** A JSON request to our API from a signed-in user; `token` takes the place of the user's own. */
export function apiRequest(
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

export const postCheckout = (world: World, as: Person, body: unknown = { plan: 'pro' }) =>
  checkout(world.services)(apiRequest(world, '/api/checkout', { as, body }))

/** Starts a checkout, and returns the id of the Checkout session that the user is sent to. */
export async function openSession(world: World, as: Person, body?: unknown): Promise<string> {
  const response = await postCheckout(world, as, body)
  const { url } = (await response.json()) as { url?: string }
  const [session] = /cs_test_\w+/.exec(url ?? '') ?? []
  if (!session) throw new Error(`Checkout answered ${response.status} and no session`)
  return session
}

/** Chooses a plan and pays for it on Stripe's page. No event has been delivered yet. */
export async function buy(world: World, as: Person, body?: unknown): Promise<string> {
  const session = await openSession(world, as, body)
  world.engine.checkout.pay(session, visa)
  return session
}

/** Pays for a plan and delivers the events, so that the row and the groups are up to date. */
export async function subscribe(world: World, as: Person, body?: unknown): Promise<void> {
  await buy(world, as, body)
  await deliverAll(world)
}

/** Status and error code of an answer: `[409, 'already_subscribed']`. */
export async function statusAndCode(response: Response): Promise<[number, string | undefined]> {
  const { error } = (await response.json()) as { error?: { code: string } }
  return [response.status, error?.code]
}

/** The only subscription in Stripe. */
export function onlySubscription(world: World) {
  const [found] = world.engine.store.subscriptions.all()
  if (!found) throw new Error('There is no subscription')
  return found
}
