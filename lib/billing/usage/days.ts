/** How much was used on each day, by its date in UTC: `{ '2026-03-14': 120 }`. */
export type Days = Readonly<Record<string, number>>

/** From its first moment to the first one after it. */
export type Span = { start: Date; end: Date }

export const msPerDay = 86_400_000

/** The first moment of a moment's day, in UTC. */
export const startOfDay = (moment: Date): Date =>
  new Date(moment.getTime() - (moment.getTime() % msPerDay))
