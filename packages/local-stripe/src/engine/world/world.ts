import type { Agenda } from './agenda'
import { DAY } from './calendar'
import { type Clock, type ClockState, createClock } from './clock'
import type { Collection } from './collection'
import { ApiError, missing } from './errors'
import { deleteOldEvents } from './event-retention'
import type { EventType } from './event-types'
import { createIds, type Ids } from './ids'
import { withInlineLists } from './inline-lists'
import type { PaymentAttempt } from './payment-attempt'
import { previousAttributes } from './previous-attributes'
import type { CountryTax } from './records'
import { Store } from './store'
import type { Event, EventObject, Invoice, Resource, SetupIntent } from './types'

/** The state that all functions of the engine share. */
export interface World {
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Store
  readonly agenda: Agenda
  readonly settings: Settings
  readonly reactions: Reactions
  /** The API request being served, for `event.request`. */
  request: { id: string | null; idempotency_key: string | null }
  /** Called with each event after its transaction is committed. */
  readonly listeners: Set<(event: Event) => void>
  /** Events of the current transaction, which listeners get when it commits. */
  readonly pendingEvents: Event[]
  /** True inside a preview, where no card may be charged. */
  inDryRun: boolean
}

/** What payments and invoices trigger in the folders that import them. */
export interface Reactions {
  paymentSettled(world: World, attempt: PaymentAttempt): void
  invoicePaid(world: World, invoice: Invoice): void
  /** A bank payment was started and settles days later. */
  invoiceProcessing(world: World, invoice: Invoice): void
  invoiceFailed(
    world: World,
    invoice: Invoice,
    how: 'will retry' | 'gave up' | 'requires_action',
  ): void
  invoiceVoided(world: World, invoice: Invoice): void
  invoiceUncollectible(world: World, invoice: Invoice): void
  setupSucceeded(world: World, intent: SetupIntent): void
}

export interface Settings {
  /** The base URL of the hosted pages. */
  baseUrl: string
  apiVersion: string
  accountName: string
  /** How long the invoice of a renewal stays a draft, in seconds. */
  finalizeAfter: number
  /** How many days before the end of a period `invoice.upcoming` is sent. */
  upcomingDays: number
  dunning: {
    /** Days between a failed attempt and the next. */
    retryAfterDays: number[]
    /**
     * What happens to the subscription after the last attempt, or if a sent invoice is overdue for
     * too long.
     */
    finally: 'cancel' | 'unpaid' | 'past_due'
    /** How many days after its due date a sent invoice is overdue for too long: 30 by default. */
    overdueAfterDays?: number
  }
  /** How many days before the due date of a sent invoice `invoice.will_be_due` is sent. */
  willBeDueDays: number
  /**
   * The payment methods of a session that doesn't name any. The real Stripe has them in its
   * dashboard.
   */
  paymentMethodTypes: string[]
  /** How long a bank payment takes to settle, in seconds. */
  bankSettlesAfter: number
  /**
   * The status of a subscription while its first bank payment is processing. Stripe documents both.
   * If the payment fails, an incomplete subscription expires, and an active one stays active while
   * its invoice is voided.
   */
  bankStarts: 'incomplete' | 'active'
  /** The tax that `automatic_tax` calculates, by country. None is collected elsewhere. */
  taxes: Record<string, CountryTax>
  /** Whether automatic tax is in a price that doesn't say so itself, or is added to it. */
  taxBehavior: 'exclusive' | 'inclusive'
  /**
   * How long events are kept, in days. Without a limit by default, so that tests can read the whole
   * history.
   */
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
      willBeDueDays: 3,
      paymentMethodTypes: ['card'],
      bankSettlesAfter: 4 * 86_400,
      bankStarts: 'incomplete',
      taxes: {},
      taxBehavior: 'exclusive',
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

/** Runs `work` in a transaction. Listeners get its events only after the commit. */
export function transact<T>(world: World, work: () => T): T {
  if (world.store.busy) return work()
  const sendEvents = () => {
    for (const event of world.pendingEvents.splice(0)) {
      for (const listener of world.listeners) listener(event)
    }
    deleteOldEvents(world.store, eventTime(world) - world.settings.keepEventsDays * DAY)
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

/**
 * Runs `work`, returns its result and rolls everything back, the sequence of ids included. So a
 * preview shows exactly what would happen.
 */
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
    created: eventTime(world),
    data: {
      object: withInlineLists(object),
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

/** An event happens in the world's time, also if it is about a customer of a test clock. */
const eventTime = ({ agenda, clock }: World) =>
  agenda.testClock ? clock.worldSeconds() : clock.seconds()

/** Only these types of events have `previous_attributes`. */
const hasPreviousAttributes = (type: EventType) =>
  type.endsWith('.updated') || type === 'charge.refunded' || type === 'payment_method.detached'

/**
 * Stores the object with the fields of `patch`. Sends an event of this type if anything changed.
 */
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

/**
 * Returns the object with this id, or throws Stripe's "No such …". `param` is the parameter that
 * held the id.
 */
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
