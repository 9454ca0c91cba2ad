/** Counts requests by key and window of time, for all processes of the app. */
export type RequestCounts = {
  /** Adds a request to the key's count in the window that starts at `start`. Returns the count. */
  add(key: string, start: Date): Promise<number>
}

/** The length of a window. After it, a count starts at zero again. */
export const windowMs = 60_000
