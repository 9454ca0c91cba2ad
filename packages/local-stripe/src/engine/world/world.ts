import type { Agenda } from './agenda'
import { DAY } from './calendar'
import { type Clock, type ClockState, createClock } from './clock'
import type { Collection } from './collection'
import { ApiError, missing } from './errors'
import { deleteOldEvents } from './event-retention'
import type { EventType } from './event-types'
import { createIds, type Ids } from './ids'
import type { PaymentAttempt } from './payment-attempt'
import { previousAttributes } from './previous-attributes'
import { Store } from './store'
import type { Event, EventObject, Invoice, Resource } from './types'

/** What every verb of the engine works on: the time, the ids, what is remembered, what was said. */
export interface World {
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Store
  readonly agenda: Agenda
  readonly settings: Settings
  readonly reactions: Reactions
  /** The API request being served, for `event.request`. */
  request: { id: string | null; idempotency_key: string | null }
  /** Called with each event once it can no longer be undone. */
  readonly listeners: Set<(event: Event) => void>
  /** Events of the transaction that is under way. */
  readonly pendingEvents: Event[]
  /** True inside a preview: nobody is charged. */
  inDryRun: boolean
}

/** What payments and invoices set off in the parts above them. */
export interface Reactions {
  paymentSettled(world: World, attempt: PaymentAttempt): void
  invoicePaid(world: World, invoice: Invoice): void
  /** A bank was asked and takes its days. */
  invoiceProcessing(world: World, invoice: Invoice): void
  invoiceFailed(
    world: World,
    invoice: Invoice,
    how: 'will retry' | 'gave up' | 'requires_action',
  ): void
  invoiceVoided(world: World, invoice: Invoice): void
}

export interface Settings {
  /** Where this Stripe is reached: the base of hosted pages' URLs. */
  baseUrl: string
  apiVersion: string
  accountName: string
  /** How long a renewal's invoice stays a draft, in seconds. */
  finalizeAfter: number
  /** How many days before a period ends `invoice.upcoming` is sent. */
  upcomingDays: number
  dunning: {
    /** Days between one failed attempt and the next. */
    retryAfterDays: number[]
    /** What becomes of the subscription after the last. */
    finally: 'cancel' | 'unpaid' | 'past_due'
  }
  /** How people may pay where a session doesn't say: chosen in the dashboard of the real one. */
  paymentMethodTypes: string[]
  /** How long a bank takes to settle a payment, in seconds. */
  bankSettlesAfter: number
  /** What a subscription is while a bank is at its first payment: both have been seen of the real one. */
  bankStarts: 'incomplete' | 'active'
  /** For how long events are remembered, in days. In a test, whose history is looked at: forever. */
  keepEventsDays: number
}

export interface WorldOptions {
  clock?: ClockState
  seed?: number
  settings?: Partial<Settings>
}

export function createWorld(
  reactions: Reactions,
  { clock, seed, settings }: WorldOptions = {},
): World {
  const store = new Store()
  return {
    clock: createClock(clock),
    ids: createIds(seed),
    store,
    agenda: store.agenda,
    reactions,
    settings: {
      baseUrl: 'http://localhost:12111',
      apiVersion: '2026-10-28.endive',
      accountName: 'Local Stripe',
      finalizeAfter: 3600,
      upcomingDays: 7,
      dunning: { retryAfterDays: [3, 5, 7], finally: 'cancel' },
      paymentMethodTypes: ['card'],
      bankSettlesAfter: 4 * 86_400,
      bankStarts: 'incomplete',
      keepEventsDays: Number.POSITIVE_INFINITY,
      ...settings,
    },
    request: NO_REQUEST,
    listeners: new Set(),
    pendingEvents: [],
    inDryRun: false,
  }
}

export const NO_REQUEST = { id: null, idempotency_key: null }

/** All or nothing; what was said is passed on only when it is done. */
export function transact<T>(world: World, work: () => T): T {
  if (world.store.busy) return work()
  const sendEvents = () => {
    for (const event of world.pendingEvents.splice(0)) {
      for (const listener of world.listeners) listener(event)
    }
    deleteOldEvents(world.store, world.clock.seconds() - world.settings.keepEventsDays * DAY)
  }
  try {
    const result = world.store.transact(work, keepsChanges)
    sendEvents()
    return result
  } catch (error) {
    if (keepsChanges(error)) sendEvents()
    else world.pendingEvents.length = 0
    throw error
  }
}

/** Does it, keeps the result, undoes it, ids included: a preview is what would have happened. */
export function dryRun<T>(world: World, work: () => T): T {
  const { inDryRun } = world
  const eventCount = world.pendingEvents.length
  const ids = world.ids.state()
  world.inDryRun = true
  try {
    return world.store.dryRun(work)
  } finally {
    world.inDryRun = inDryRun
    world.pendingEvents.length = eventCount
    world.ids.restore(ids)
  }
}

export function emit(
  world: World,
  type: EventType,
  object: EventObject,
  previous?: Record<string, unknown>,
): void {
  const event: Event = {
    id: world.ids.next('evt', 24),
    object: 'event',
    api_version: world.settings.apiVersion,
    created: world.clock.seconds(),
    data: {
      object,
      ...(previous && hasPreviousAttributes(type) && { previous_attributes: previous }),
    },
    livemode: false,
    pending_webhooks: world.store.webhookEndpoints.size,
    request: world.request,
    type,
  }
  world.store.events.put(event)
  world.pendingEvents.push(event)
}

/** Most events tell only what is; these tell what was before, too. */
const hasPreviousAttributes = (type: EventType) =>
  type.endsWith('.updated') || type === 'charge.refunded' || type === 'payment_method.detached'

/** Puts the object with these fields changed and, if anything did change, tells of it. */
export function change<T extends Resource>(
  world: World,
  collection: Collection<T>,
  object: T,
  patch: Partial<T>,
  type?: EventType,
): T {
  const next = { ...object, ...patch }
  const previous = previousAttributes(object, next)
  if (Object.keys(previous).length === 0) return object
  collection.put(next)
  if (type) emit(world, type, next, previous)
  return next
}

export function create<T extends Resource>(
  world: World,
  collection: Collection<T>,
  object: T,
  type?: EventType,
): T {
  collection.put(object)
  if (type) emit(world, type, object)
  return object
}

/** The object with this id, or Stripe's "No such …". `param` names the parameter that held the id. */
export function find<T extends Resource>(
  collection: Collection<T>,
  kind: string,
  id: string,
  param = 'id',
): T {
  const object = collection.get(id)
  if (!object) throw missing(kind, id, param)
  return object
}

const keepsChanges = (error: unknown) => error instanceof ApiError && error.keepsChanges
