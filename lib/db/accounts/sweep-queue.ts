/** Keeps when the sweeper must check each row next. Every write is conditional. */
export type SweepQueue = {
  /** The user ids of rows that are due, the longest overdue first. May lag a moment. */
  due(now: Date, limit: number): Promise<string[]>
  /** Moves a row's next check, only if its version is still `version`. */
  defer(userId: string, version: number, dueAt: Date): Promise<boolean>
  /** Moves a row's next check, if one is due. Works on rows that can't be parsed. */
  deferUnread(userId: string, dueAt: Date): Promise<boolean>
  /**
   * Sets or clears a row's next check, only if it has no intents and its version is still
   * `version`.
   */
  reschedule(userId: string, version: number, dueAt: Date | null): Promise<boolean>
}
