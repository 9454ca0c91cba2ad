import { z } from 'zod'
import { Access } from '@/lib/billing/access/access'
import { Facts } from '@/lib/billing/access/facts'
import { Time } from '@/lib/billing/time'
import type { Page } from '@/lib/pagination'
import type { ListedAccount, UnreadableAccount } from './listing'

/** The checkout session that a user has open. They can have only one at a time. */
export const OpenCheckout = z.object({
  sessionId: z.string(),
  plan: z.string(),
  interval: z.string(),
  quantity: z.int(),
  /** Everything else that distinguishes this order from another. */
  terms: z.string().optional(),
  /** The subscriptions that end once a one-time purchase is paid, as the buyer agreed. */
  ends: z.array(z.string()).optional(),
  expiresAt: Time,
})
export type OpenCheckout = z.infer<typeof OpenCheckout>

/**
 * A change of Cognito groups that is in progress: the user's managed groups before it, and the id
 * and time of its audit entry. Any writer that finishes the change writes that same entry.
 */
export const Move = z.object({ id: z.string(), at: Time, from: z.array(z.string()) })
export type Move = z.infer<typeof Move>

/** A user's row: what Stripe last said, what we decided from it, and what is in progress. */
export const Account = z.object({
  /** Cognito's `sub`. */
  userId: z.string(),
  /** The name for Cognito's admin calls. Equals `sub` in pools that sign in by email. */
  username: z.string(),
  email: z.string().nullable(),
  customerId: z.string().nullable(),
  /** Raised by every save, even if nothing changed, because it orders the readers of Stripe. */
  version: z.int().nonnegative(),
  facts: Facts,
  access: Access,
  /** The last time that plan, groups, features or permissions changed. */
  accessChangedAt: Time,
  /**
   * Lower bounds, on Stripe's own clock, of when each kind of fact was read. An event that happened
   * before its kind's time is already in `facts`.
   */
  stripeReadAt: z.object({ subscriptions: Time.nullable(), purchases: Time.nullable() }),
  /** The writers that may be moving this user's Cognito groups now, and since when. */
  intents: z.record(z.string(), Time),
  /** What those writers started, until one of them has finished it. */
  move: Move.nullable(),
  /** When the sweeper should check this row next; `null` for never. */
  dueAt: Time.nullable(),
  checkout: OpenCheckout.nullable(),
  /**
   * When a move of groups last found that Cognito has no user with this `sub` behind the username;
   * `null` if the user was there.
   */
  userGoneAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type Account = z.infer<typeof Account>

/** Keeps the users' rows. `AccountWrites` changes the access on them. */
export type Accounts = {
  /** Strongly consistent. Throws `UnreadableRow` if the row isn't a valid account. */
  get(userId: string): Promise<Account | null>
  /** Adds a row, unless the user has one. Returns the row that is there afterwards. */
  create(account: Account): Promise<Account>
  /** Replaces the email address, only if it is still the one that the caller saw. */
  changeEmail(userId: string, seen: string | null, email: string): Promise<boolean>
  /** Replaces the open checkout, only if it is still the session that the caller saw. */
  swapCheckout(userId: string, seen: string | null, next: OpenCheckout | null): Promise<boolean>
  /** Lists all rows, page by page. Each row is consistent, but not all are of the same time. */
  list(after: string | null): Promise<Page<ListedAccount | UnreadableAccount>>
  /** Throws if the table can't be reached. One cheap call. */
  ping(): Promise<void>
}
