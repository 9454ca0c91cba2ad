import { z } from 'zod'
import { Access } from '@/lib/billing/access/access'
import { Facts } from '@/lib/billing/access/facts'
import { Time } from '@/lib/billing/time'
import type { CompanionWrites } from '@/lib/db/dynamo/companions'
import type { Page } from '@/lib/page'
import type { ListedAccount, UnreadableAccount } from './listing'

/** The checkout session a person may have open: one at a time. */
export const OpenCheckout = z.object({
  sessionId: z.string(),
  plan: z.string(),
  interval: z.string(),
  quantity: z.int(),
  /** Whatever else tells this choice from another. */
  terms: z.string().optional(),
  expiresAt: Time,
})
export type OpenCheckout = z.infer<typeof OpenCheckout>

/**
 * A change of Cognito groups that is under way: which of ours the person was in before, and the name
 * and time of the entry that will tell of it, whoever comes to finish the work.
 */
export const Move = z.object({ id: z.string(), at: Time, from: z.array(z.string()) })
export type Move = z.infer<typeof Move>

/** One person's row: what Stripe last said, what we decided from it, and what is under way. */
export const Account = z.object({
  /** Cognito's `sub`. */
  userId: z.string(),
  /** What Cognito's admin calls know the person by; equals `sub` in pools that sign in by email. */
  username: z.string(),
  email: z.string().nullable(),
  customerId: z.string().nullable(),
  /** Raised by every save, also one that changed nothing: it is what orders readers of Stripe. */
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
  /** Writers who may be moving this person's Cognito groups right now, and since when. */
  intents: z.record(z.string(), Time),
  /** What those writers began, until one of them has finished it. */
  move: Move.nullable(),
  /** When the sweeper should look at this row next; `null` for never. */
  dueAt: Time.nullable(),
  checkout: OpenCheckout.nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type Account = z.infer<typeof Account>

/** What a save may change. Identity and the open checkout have verbs of their own. */
export const AccountState = Account.pick({
  facts: true,
  access: true,
  accessChangedAt: true,
  stripeReadAt: true,
  dueAt: true,
  updatedAt: true,
})
export type AccountState = z.infer<typeof AccountState>

/**
 * `supersedes`: intents of writers that died, whose work this one does; they go in the same write.
 * `move`: what is then under way; without it whatever was.
 */
export type Intent = { id: string; at: Date; supersedes?: string[]; move?: Move }

/**
 * Keeps accounts. Every write is conditional, so that of two writers who read the same row one
 * wins and the other hears `false` and starts again.
 */
export type Accounts = {
  /** Strongly consistent. Throws `UnreadableRow` if what is there is no account. */
  get(userId: string): Promise<Account | null>
  /** Adds a person. Answers the row that is there afterwards, whoever added it. */
  create(account: Account): Promise<Account>
  /** Which person a Stripe customer belongs to; never changes once set. */
  ownerOf(customerId: string): Promise<string | null>
  /** Ties a customer to a person. `false` if the person has one, or the customer is another's. */
  linkCustomer(userId: string, customerId: string): Promise<boolean>
  /** Ties a person to another customer in place of `gone`, only if they are still tied to that one. */
  relinkCustomer(userId: string, gone: string, customerId: string): Promise<boolean>
  /**
   * Saves, raises the version and puts the intent, only if the version is still `version`. What
   * came of the event that caused it lands in the same write, or not at all.
   */
  save(
    userId: string,
    version: number,
    state: AccountState,
    intent: Intent | null,
    beside?: CompanionWrites,
  ): Promise<boolean>
  /** Announces a writer of groups, and raises the version, only if it is still `version`. */
  putIntent(userId: string, version: number, intent: Intent, dueAt: Date): Promise<boolean>
  /**
   * Withdraws intents without raising the version, only if it is still the one whose groups were
   * applied; so nothing is under way any more. `changedAt` is when Cognito's groups became others: a token from before may lack them.
   */
  removeIntents(
    userId: string,
    version: number,
    intentIds: string[],
    applied?: CompanionWrites & { changedAt?: Date | null },
  ): Promise<boolean>
  /** Moves the sweeper's next look, whatever is under way, only if the version is unchanged. */
  defer(userId: string, version: number, dueAt: Date): Promise<boolean>
  /** Moves the sweeper's next look at a row, read or not, if one is due. */
  deferUnread(userId: string, dueAt: Date): Promise<boolean>
  /** Moves the sweeper's next look, only if nothing is under way and the version is unchanged. */
  settle(userId: string, version: number, dueAt: Date | null): Promise<boolean>
  /** Replaces the address, only if it is still the one the caller saw. */
  changeEmail(userId: string, seen: string | null, email: string): Promise<boolean>
  /** Replaces the open checkout, only if it is still the session the caller saw. */
  swapCheckout(userId: string, seen: string | null, next: OpenCheckout | null): Promise<boolean>
  /** Ids of people whose rows want a look, the longest overdue first. May lag by a moment. */
  due(now: Date, limit: number): Promise<string[]>
  /** Every row, page by page: as it was at some moment, not all at the same. */
  list(after: string | null): Promise<Page<ListedAccount | UnreadableAccount>>
  /** One cheap call: throws if the table can't be reached. */
  ping(): Promise<void>
}
