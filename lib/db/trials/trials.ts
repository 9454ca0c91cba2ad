import { createHmac } from 'node:crypto'

/** What identifies a used trial: the mailbox or the card that it was started with. */
export type TrialMark = { kind: 'mailbox' | 'card'; value: string }

/**
 * Remembers which mailboxes and cards used a trial. Marks outlive accounts, so that a user can't
 * get a second trial with a new account. Only hashes are stored.
 */
export type Trials = {
  /** The id of the user who used the trial; `null` if it is unused. */
  holder(mark: TrialMark): Promise<string | null>
  /** Claims the mark unless another user has it. Returns the user who holds it now. */
  claim(mark: TrialMark, userId: string, at: Date): Promise<string>
}

/**
 * Hashes a mark with a secret key. Email addresses can be guessed, so a plain hash would reveal
 * them to a reader of the table. If the key changes, all earlier marks are lost.
 */
export const hashOf = ({ kind, value }: TrialMark, key: string): string =>
  createHmac('sha256', `tollgate trial ${key}`).update(`${kind}:${value}`).digest('base64url')
