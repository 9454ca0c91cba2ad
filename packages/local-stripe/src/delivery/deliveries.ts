import { secretsOf, wants } from '../engine/webhook-endpoints'
import type { Delivery, DeliveryAttempt } from '../engine/world/records'
import type { Event } from '../engine/world/types'
import type { World } from '../engine/world/world'
import type { Faults } from './faults'
import { signatureHeader } from './sign'

export interface DeliveryOptions {
  fetch?: typeof globalThis.fetch
  /** Milliseconds to wait after each failure; the last one repeats. Live Stripe waits hours. */
  retryWaits?: number[]
  /** How long to retry an event, in milliseconds. Live Stripe: three days. */
  giveUpAfter?: number
  timeoutMs?: number
  /** Concurrent deliveries per endpoint. */
  concurrency?: number
}

const WAITS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000]
const THREE_DAYS = 3 * 86_400_000

export interface Deliveries {
  /** Sends pending deliveries, and from now on each event as it happens. */
  start(): void
  resend(eventId: string, endpointId?: string): number
  /** Resolves when no delivery is running or waits for a retry. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * Delivers events to webhook endpoints: signed, concurrently, and retried until the endpoint
 * answers 2xx. Pending deliveries are in the store, so a restart continues them.
 */
export function createDeliveries(
  world: World,
  faults: Faults,
  {
    fetch = globalThis.fetch,
    retryWaits = WAITS,
    giveUpAfter = THREE_DAYS,
    timeoutMs = 30_000,
    concurrency = 8,
  }: DeliveryOptions = {},
): Deliveries {
  const { store } = world
  const pending = new Map<string, Delivery>()
  const running = new Map<string, Promise<void>>()
  const idle: (() => void)[] = []
  let timer: NodeJS.Timeout | undefined
  let started = false
  const abort = new AbortController()

  function onEvent(event: Event) {
    for (const endpoint of store.webhookEndpoints.all()) {
      if (!wants(endpoint, event)) continue
      enqueue(event.id, endpoint.id, firstWait())
      if (faults.occurs('duplicate')) enqueue(event.id, endpoint.id, 0)
      if (faults.occurs('twin')) {
        const twin = { ...event, id: world.ids.next('evt', 24) }
        store.events.put(twin)
        enqueue(twin.id, endpoint.id, 0)
      }
    }
    pump()
  }

  /** `reorder` is a delay too: later events overtake this one. */
  function firstWait(): number {
    return faults.occurs('delay') || faults.occurs('reorder') ? faults.rates().delayMs : 0
  }

  function enqueue(event: string, endpoint: string, wait: number): void {
    const sent = store.deliveries.where('event', event).length
    const delivery: Delivery = {
      id: `${event}:${endpoint}:${sent}`,
      object: 'delivery',
      event,
      endpoint,
      state: 'pending',
      attempts: [],
      nextAttemptAt: Date.now() + wait,
    }
    store.deliveries.put(delivery)
    pending.set(delivery.id, delivery)
  }

  function pump(): void {
    if (!started) return
    clearTimeout(timer)
    const now = Date.now()
    const busy = new Map<string, number>()
    for (const id of running.keys()) count(busy, id.split(':')[1])
    let next = Number.POSITIVE_INFINITY
    for (const delivery of pending.values()) {
      if ((busy.get(delivery.endpoint) ?? 0) >= concurrency) continue
      const due = delivery.nextAttemptAt ?? now
      if (due > now) {
        next = Math.min(next, due)
        continue
      }
      count(busy, delivery.endpoint)
      pending.delete(delivery.id)
      const run = attempt(delivery).finally(() => {
        running.delete(delivery.id)
        pump()
      })
      running.set(delivery.id, run)
    }
    if (next < Number.POSITIVE_INFINITY) {
      timer = setTimeout(pump, Math.max(1, next - now))
      timer.unref()
    }
    if (pending.size === 0 && running.size === 0) for (const resolve of idle.splice(0)) resolve()
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const event = store.events.get(delivery.event)
    const endpoint = store.webhookEndpoints.get(delivery.endpoint)
    if (!event || !endpoint || endpoint.status !== 'enabled') {
      store.deliveries.put({ ...delivery, state: 'failed', nextAttemptAt: null })
      return
    }
    const outcome =
      delivery.attempts.length === 0 && faults.occurs('dropFirst')
        ? lostAttempt()
        : await post(endpoint.url, endpoint.id, event)
    if (abort.signal.aborted && outcome.status === null) return
    const attempts = [...delivery.attempts, outcome]
    const accepted = outcome.status !== null && outcome.status >= 200 && outcome.status < 300
    const first = attempts[0]?.at ?? outcome.at
    if (accepted || outcome.at - first > giveUpAfter) {
      const state = accepted ? 'delivered' : 'failed'
      store.deliveries.put({ ...delivery, attempts, state, nextAttemptAt: null })
      return
    }
    const wait = retryWaits[Math.min(attempts.length, retryWaits.length) - 1] ?? 1000
    const again = { ...delivery, attempts: attempts.slice(-20), nextAttemptAt: Date.now() + wait }
    store.deliveries.put(again)
    pending.set(again.id, again)
  }

  async function post(url: string, endpointId: string, event: Event): Promise<DeliveryAttempt> {
    // Signed with machine time, because the receiver compares it with its own clock.
    const at = Date.now()
    const payload = JSON.stringify(event, null, 2)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signatureHeader(
            payload,
            secretsOf(world, endpointId),
            Math.floor(at / 1000),
          ),
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        body: payload,
        redirect: 'manual',
        signal: AbortSignal.any([abort.signal, AbortSignal.timeout(timeoutMs)]),
      })
      const answer = (await response.text()).slice(0, 500)
      return { at, status: response.status, error: null, tookMs: Date.now() - at, answer }
    } catch (cause) {
      const error = cause instanceof Error ? cause.message : String(cause)
      return { at, status: null, error, tookMs: Date.now() - at, answer: '' }
    }
  }

  const lostAttempt = (): DeliveryAttempt => ({
    at: Date.now(),
    status: null,
    error: 'lost: the fault dropFirst is on',
    tookMs: 0,
    answer: '',
  })

  return {
    start() {
      if (started) return
      started = true
      for (const delivery of store.deliveries.all()) {
        // The endpoint may work again after a restart, so retry at once.
        if (delivery.state === 'pending')
          pending.set(delivery.id, { ...delivery, nextAttemptAt: null })
      }
      world.listeners.add(onEvent)
      pump()
    },
    resend(eventId, endpointId) {
      const endpoints = store.webhookEndpoints
        .all()
        .filter((each) => endpointId === undefined || each.id === endpointId)
      for (const endpoint of endpoints) enqueue(eventId, endpoint.id, 0)
      pump()
      return endpoints.length
    },
    settled: () =>
      new Promise((resolve) => {
        idle.push(resolve)
        pump()
      }),
    async close() {
      started = false
      world.listeners.delete(onEvent)
      clearTimeout(timer)
      abort.abort()
      await Promise.allSettled(running.values())
    },
  }
}

function count(counts: Map<string, number>, key: string | undefined): void {
  if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
}
