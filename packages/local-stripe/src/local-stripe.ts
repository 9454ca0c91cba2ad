import { Hono } from 'hono'
import { createDeliveries, type DeliveryOptions } from './delivery/deliveries'
import { createFaults, type FaultRates } from './delivery/faults'
import { createEngine } from './engine/engine'
import { keepSnapshot } from './engine/snapshot'
import { type ClockState, frozenAt } from './engine/world/clock'
import { EVENT_RETENTION_DAYS } from './engine/world/event-retention'
import type { Settings } from './engine/world/world'
import { apiRequest } from './http/api-request'
import { createApi } from './http/app'
import { createControl } from './http/control'
import { createUnsupportedParameters } from './http/unsupported-parameters'
import { pages } from './pages/pages'

export { type ClockState, type DeliveryOptions, type FaultRates, frozenAt, type Settings }

export interface LocalStripeOptions {
  /** `frozenAt('2026-01-01T00:00:00Z')` for a test. Machine time if not given. */
  clock?: ClockState
  /** The same seed and the same requests give the same history, byte for byte. */
  seed?: number
  /** The file that keeps the state between runs. Without it, the state is only in memory. */
  snapshotPath?: string
  /** The base URL of the hosted pages, such as `http://localhost:12111`. */
  baseUrl?: string
  settings?: Partial<Settings>
  /** The accepted secret keys. Any test key if not given. */
  secretKeys?: string[]
  /**
   * More requests than this get 429. Live Stripe allows 100, a sandbox 25. Unlimited if not given.
   */
  requestsPerSecond?: number
  /**
   * Accepts parameters that the local Stripe does not support, without their effect, where it
   * otherwise answers 501. Each use is listed in the panel. `LOCAL_STRIPE_ACCEPT_UNSUPPORTED=1` in
   * the environment does the same.
   */
  acceptUnsupported?: boolean
  deliveries?: DeliveryOptions
  faults?: Partial<FaultRates>
}

/**
 * Creates a Stripe that runs on this machine. Give its `fetch` to a server, or to
 * `Stripe.createFetchHttpClient`. Unless the clock is frozen, due tasks run by themselves. `close`
 * writes the snapshot and stops.
 */
export function createLocalStripe(options: LocalStripeOptions = {}) {
  const engine = createEngine({
    clock: options.clock,
    seed: options.seed,
    settings: {
      ...(options.baseUrl && { baseUrl: options.baseUrl }),
      ...(options.snapshotPath && { keepEventsDays: EVENT_RETENTION_DAYS }),
      ...options.settings,
    },
  })
  const { world } = engine
  const snapshots = options.snapshotPath ? keepSnapshot(world, options.snapshotPath) : null
  const faults = createFaults(options.seed, options.faults)
  const deliveries = createDeliveries(world, faults, options.deliveries)
  const unsupported = createUnsupportedParameters({
    accept: options.acceptUnsupported ?? process.env.LOCAL_STRIPE_ACCEPT_UNSUPPORTED === '1',
  })

  const app = new Hono()
  if (snapshots) {
    app.use(async (_, next) => {
      await next()
      snapshots.touch()
    })
  }
  app.route('/', createControl({ engine, deliveries, faults, unsupported }))
  app.route('/', pages({ engine, deliveries, faults, unsupported }))
  const api = createApi(engine, { ...options, faults, unsupported })
  app.all('*', (context) => api.fetch(context.req.raw))

  deliveries.start()
  const ticking = setInterval(() => {
    engine.clock.runDue()
    snapshots?.touch()
  }, 1000)
  ticking.unref()

  return {
    engine,
    faults,
    deliveries,
    /** The parameters that were given and are not supported. */
    unsupported,
    /** Accepts the arguments of `fetch`, and what a server passes. */
    fetch: async (input: Request | string | URL, init?: object): Promise<Response> => {
      const direct = apiRequest(input, init)
      if (!direct) return app.fetch(input instanceof Request ? input : new Request(input, init))
      // It has all that the API reads of a request.
      const response = await api.fetch(direct as Request)
      snapshots?.touch()
      return response
    },

    /** Finds or creates the webhook endpoint with this URL, sets its secret and returns its id. */
    listen(url: string, secret: string, events = ['*']): string {
      if (!secret) throw new TypeError('listen needs a secret to sign events with')
      const known = world.store.webhookEndpoints.all().find((endpoint) => endpoint.url === url)
      const { id } =
        known ??
        engine.webhookEndpoints.create({
          url,
          enabled_events: events,
          api_version: world.settings.apiVersion,
        })
      engine.webhookEndpoints.setSecret(id, secret)
      return id
    },

    async close(): Promise<void> {
      clearInterval(ticking)
      await deliveries.close()
      snapshots?.flush()
    },
  }
}
export type LocalStripe = ReturnType<typeof createLocalStripe>
