import { invalid } from '../world/errors'
import type { CheckoutSession } from '../world/types'
import { find, type World } from '../world/world'

/** Returns a session that can still be paid, or throws. */
export function openSession(world: World, id: string): CheckoutSession {
  const session = find(world.store.checkoutSessions, 'checkout session', id)
  if (session.status === 'open') return session
  throw invalid(
    `This Checkout Session has a status of \`${session.status}\`.`,
    undefined,
    'session_not_open',
  )
}
