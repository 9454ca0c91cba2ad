/** Usage of a customer that a meter at Stripe is to count. */
export type MeterEvent = {
  /** The meter's event name: see `meterEventName`. */
  eventName: string
  customerId: string
  /** In whole units. A meter that sums adds it, one for the last value replaces it. */
  value: number
  /** Stripe counts an identifier once, but remembers it for no more than a day. */
  identifier: string
  /** Decides which period it belongs to. Up to 35 days ago. */
  at: Date
}

/**
 * `delivered`: Stripe has it, from this request or an earlier one. `too_old`: its time is more than 35
 * days ago, so Stripe never takes it.
 */
export type Delivered = 'delivered' | 'too_old'

export type DayCount = {
  /** In UTC: `2026-03-01`. */
  day: string
  value: number
}

/** Tells Stripe's meters what was used, and asks what they counted. */
export type MeterEvents = {
  send(event: MeterEvent): Promise<Delivered>
  /** What Stripe counted in the minute of this time. Stripe may need a minute to count. */
  countedAt(of: Pick<MeterEvent, 'eventName' | 'customerId' | 'at'>): Promise<number>
  /** What Stripe counted, by UTC day, from the day of `from` to that of `to`. Days without are left out. */
  countedByDay(of: {
    eventName: string
    customerId: string
    from: Date
    to: Date
  }): Promise<DayCount[]>
}

export const minuteMs = 60_000
export const dayMs = 86_400_000
