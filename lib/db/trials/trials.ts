import { createHmac } from 'node:crypto'

/** What a trial is known by afterwards: the mailbox it was asked with, the card it was begun with. */
export type TrialMark = { kind: 'mailbox' | 'card'; value: string }

/**
 * Remembers which mailboxes and cards had a trial, for ever: longer than accounts live, so that a new
 * account gets none. Only hashes are kept.
 */
export type Trials = {
  /** Whose trial it was; `null` if there was none. */
  holder(mark: TrialMark): Promise<string | null>
  /** Writes it down, unless somebody has it already. Answers who has it afterwards. */
  claim(mark: TrialMark, userId: string, at: Date): Promise<string>
}

/**
 * Addresses can be guessed, so a plain hash would tell whoever has the table which were here. Without
 * the key it tells nobody; with another key everything is forgotten.
 */
export const hashOf = ({ kind, value }: TrialMark, key: string): string =>
  createHmac('sha256', `tollgate trial ${key}`).update(`${kind}:${value}`).digest('base64url')
