import Stripe from 'stripe'
import type { Deliveries } from '../delivery/deliveries'
import { createFaults, type Faults } from '../delivery/faults'
import type { Engine } from '../engine/engine'
import { createApi } from '../http/app'

/** What this Stripe is made of, as far as a person can touch it. */
export interface Parts {
  engine: Engine
  faults: Faults
  deliveries: Deliveries
}

/** What the pages work with: the parts, and the API, as anyone may use it. */
export interface PageContext extends Parts {
  api: Stripe
}

/** However badly the API is asked to behave: to the pages it never does. */
export function createPageContext(parts: Parts): PageContext {
  const { fetch } = createApi(parts.engine, { faults: createFaults(), seed: 1 })
  const api = new Stripe('sk_test_pages', {
    httpClient: Stripe.createFetchHttpClient(async (input, init) =>
      fetch(new Request(input, init)),
    ),
    maxNetworkRetries: 0,
  })
  return { ...parts, api }
}
