/** The id of a reference that may be expanded. */
export const idOf = (reference: string | { id: string }) =>
  typeof reference === 'string' ? reference : reference.id

/** Stripe's time, in whole seconds, as a `Date`. */
export const dateFromUnix = (unix: number) => new Date(unix * 1000)

export const dateOrNull = (unix: number | null) => (unix === null ? null : dateFromUnix(unix))
