import { z } from 'zod'
import { Access } from '@/lib/billing/access'
import { Facts } from '@/lib/billing/facts'

/** The checkout session a person may have open: one at a time. */
export const OpenCheckout = z.object({
  sessionId: z.string(),
  plan: z.string(),
  interval: z.string(),
  quantity: z.int(),
  expiresAt: z.date(),
})
export type OpenCheckout = z.infer<typeof OpenCheckout>

/** One person's row: what Stripe last said, what we decided from it, and what is under way. */
export const Account = z.object({
  /** Cognito's `sub`. */
  userId: z.string(),
  /** What Cognito's admin calls know the person by; equals `sub` in pools that sign in by e-mail. */
  username: z.string(),
  email: z.string().nullable(),
  customerId: z.string().nullable(),
  /** Raised by every save, also one that changed nothing: it is what orders readers of Stripe. */
  version: z.int().nonnegative(),
  facts: Facts,
  access: Access,
  /** The last time that plan, groups, features or permissions changed. */
  accessChangedAt: z.date(),
  /**
   * Lower bounds, on Stripe's own clock, of when each kind of fact was read. An event that happened
   * before its kind's time is already in `facts`.
   */
  stripeReadAt: z.object({ subscriptions: z.date().nullable(), purchases: z.date().nullable() }),
  /** Writers who may be moving this person's Cognito groups right now, and since when. */
  intents: z.record(z.string(), z.date()),
  /** When the sweeper should look at this row next; `null` for never. */
  dueAt: z.date().nullable(),
  checkout: OpenCheckout.nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
export type Account = z.infer<typeof Account>

/** What a save may change. Identity, intents and the open checkout have verbs of their own. */
export type AccountState = Pick<
  Account,
  'facts' | 'access' | 'accessChangedAt' | 'stripeReadAt' | 'dueAt' | 'updatedAt'
>

/** A row that must land together with an account's save, or not at all. */
export type Beside = { delivery?: Delivery }

/** How an event's delivery ended: the row an operator reads at 3 a.m. */
export const Delivery = z.object({
  eventId: z.string(),
  type: z.string(),
  createdAt: z.date(),
  receivedAt: z.date(),
  customerId: z.string().nullable(),
  userId: z.string().nullable(),
  outcome: z.enum(['synced', 'covered', 'unknown_customer', 'failed']),
  error: z.string().nullable(),
  durationMs: z.number(),
  requestId: z.string(),
})
export type Delivery = z.infer<typeof Delivery>

/**
 * Keeps accounts. Every write is conditional, so that of two writers who read the same row one
 * wins and the other hears `false` and starts again.
 */
export type Accounts = {
  /** Strongly consistent. */
  get(userId: string): Promise<Account | null>
  /** Adds a person. Answers the row that is there afterwards, whoever added it. */
  create(account: Account): Promise<Account>
  /** Which person a Stripe customer belongs to; never changes once set. */
  ownerOf(customerId: string): Promise<string | null>
  /** Ties a customer to a person. `false` if either is tied already. */
  linkCustomer(userId: string, customerId: string): Promise<boolean>
  /** Saves and raises the version, and puts the intent, only if the version is still `version`. */
  save(
    userId: string,
    version: number,
    state: AccountState,
    intent: { id: string; at: Date } | null,
    beside?: Beside,
  ): Promise<boolean>
  /** Announces a writer of groups without touching anything else. */
  putIntent(userId: string, intent: { id: string; at: Date }): Promise<void>
  /** Withdraws intents, only if the version is still the one whose groups were applied. */
  removeIntents(
    userId: string,
    version: number,
    intentIds: string[],
    beside?: Beside,
  ): Promise<boolean>
  /** Moves the sweeper's next look, only if nothing is under way and the version is unchanged. */
  settle(userId: string, version: number, dueAt: Date | null): Promise<boolean>
  /** Replaces the open checkout, only if it is still the one the caller saw. */
  swapCheckout(
    userId: string,
    seen: string | null,
    checkout: OpenCheckout | null,
  ): Promise<boolean>
  /** Ids of people whose rows want a look, the longest overdue first. May lag by a moment. */
  due(now: Date, limit: number): Promise<string[]>
}

/** Keeps what came of each event. The same event again counts one more attempt. */
export type Ledger = {
  record(delivery: Delivery): Promise<void>
  get(eventId: string): Promise<(Delivery & { attempts: number }) | null>
}
