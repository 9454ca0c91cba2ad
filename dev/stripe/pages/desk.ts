import type Stripe from 'stripe'
import type { World } from '../engine/world'

/** What the pages work with: the API, as anyone may use it, and the engine for what it never tells. */
export interface Desk {
  api: Stripe
  world: World
}
