import type { z } from 'zod'
import type { CompanionWrites } from '@/lib/db/dynamo/companions'
import { Account, type Move } from './accounts'

/** The part of a row that a save may change. Identity and the open checkout have other verbs. */
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
 * An announcement that its writer is about to move the user's Cognito groups. The same write removes
 * the intents in `supersedes`, whose writers crashed and whose work this writer does. Without `move`
 * the row's present one stays.
 */
export type Intent = { id: string; at: Date; supersedes?: string[]; move?: Move }

/**
 * Changes a user's access, and tracks who applies it to Cognito. If two writers read the same
 * version, one wins, and the other gets `false` and starts again.
 */
export type AccountWrites = {
  /**
   * Saves the state, raises the version and puts the intent, only if the version is still `version`.
   * The companions are written in the same transaction.
   */
  save(
    userId: string,
    version: number,
    state: AccountState,
    intent: Intent | null,
    companions?: CompanionWrites,
  ): Promise<boolean>
  /** Puts an intent and raises the version, only if it is still `version`. */
  putIntent(userId: string, version: number, intent: Intent, dueAt: Date): Promise<boolean>
  /**
   * Removes intents and the row's move once the groups of `version` are applied, only if it is still
   * the row's version, which stays. `changedAt` is when the Cognito groups changed: an older token
   * may lack them. `userGoneAt` says that the user is gone, or with `null` that they are there.
   */
  removeIntents(
    userId: string,
    version: number,
    intentIds: string[],
    applied?: CompanionWrites & { changedAt?: Date | null; userGoneAt?: Date | null },
  ): Promise<boolean>
}
