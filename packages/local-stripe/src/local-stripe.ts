import { Hono } from 'hono'
import { createDeliveries, type DeliveryOptions } from './delivery/deliveries'
import { createFaults, type FaultRates } from './delivery/faults'
import { createEngine } from './engine/engine'
import { keepSnapshot } from './engine/snapshot'
import { type ClockState, frozenAt } from './engine/world/clock'
import { EVENT_RETENTION_DAYS } from './engine/world/event-retention'
import type { Settings } from './engine/world/world'
import { createApi } from './http/app'
import { createControl } from './http/control'
import { pages } from './pages/pages'

export { type ClockState, type DeliveryOptions, type FaultRates, frozenAt, type Settings }

export interface LocalStripeOptions {
  /** `frozenAt('2026-01-01T00:00:00Z')` for a test; the machine's own time otherwise. */
  clock?: ClockState
  /** The same seed and the same requests give the same history, to the byte. */
  seed?: number
  /** Where the state is kept between runs. Without it, everything is forgotten. */
  snapshotPath?: string
  /** Where hosted pages are reached, such as `http://localhost:12111`. */
  baseUrl?: string
  settings?: Partial<Settings>
  /** The secret keys that are accepted; without a list, any that looks like a test key. */
  secretKeys?: string[]
  /** Above it, 429: live Stripe allows 100, a sandbox 25. Unlimited if not given. */
  requestsPerSecond?: number
  deliveries?: DeliveryOptions
  faults?: Partial<FaultRates>
}

/**
 * A Stripe on this machine: give `fetch` to a server, or to `Stripe.createFetchHttpClient`.
 * With a clock that flows, what is due happens by itself; `close` writes the snapshot and stops.
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

  const app = new Hono()
  if (snapshots) {
    app.use(async (_, next) => {
      await next()
      snapshots.touch()
    })
  }
  app.route('/', createControl(engine, deliveries, faults))
  app.route('/', pages({ engine, deliveries, faults }))
  app.mount('/', createApi(engine, { ...options, faults }).fetch, { replaceRequest: false })

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
    /** Takes what `fetch` takes, and what a server hands on. */
    fetch: async (input: Request | string | URL, init?: object): Promise<Response> =>
      app.fetch(input instanceof Request ? input : new Request(input, init)),

    /** An endpoint with a secret of one's own choosing, made if it isn't there yet. */
    listen(url: string, secret: string, events = ['*']): string {
      if (!secret) throw new TypeError('listen needs a secret: nobody could verify what is sent')
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
