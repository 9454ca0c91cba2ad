import Stripe from 'stripe'
import type { Deliveries } from '../delivery/deliveries'
import { createFaults, type Faults } from '../delivery/faults'
import type { Engine } from '../engine/engine'
import { createApi } from '../http/app'
import {
  createUnsupportedParameters,
  type UnsupportedParameters,
} from '../http/unsupported-parameters'

/** The parts of a local Stripe that the pages use. */
export interface Parts {
  engine: Engine
  faults: Faults
  deliveries: Deliveries
  unsupported: UnsupportedParameters
}

/** What the pages work with: the parts, and an API client. */
export interface PageContext extends Parts {
  api: Stripe
}

/** The client of the pages never gets faults. */
export function createPageContext(parts: Parts): PageContext {
  const { fetch } = createApi(parts.engine, {
    faults: createFaults(),
    unsupported: createUnsupportedParameters(),
    seed: 1,
  })
  const api = new Stripe('sk_test_pages', {
    httpClient: Stripe.createFetchHttpClient(async (input, init) =>
      fetch(new Request(input, init)),
    ),
    maxNetworkRetries: 0,
  })
  return { ...parts, api }
}
