import { dayMs, type MeterEvent, type MeterEvents, minuteMs } from './meter-events'

export type MemoryMeterEvents = MeterEvents & {
  /** The events that were counted, in the order of their arrival. */
  counted(): MeterEvent[]
  /** Forgets an event, as if Stripe had lost it. */
  forget(identifier: string): void
}

/** `last` has the event names of the meters that keep the last value. */
export function memoryMeterEvents(
  now: () => Date,
  last: ReadonlySet<string> = new Set(),
): MemoryMeterEvents {
  const arrived: { event: MeterEvent; at: Date }[] = []

  const countIn = (
    { eventName, customerId }: Pick<MeterEvent, 'eventName' | 'customerId'>,
    start: number,
    end: number,
  ): number => {
    const inside = arrived
      .map(({ event }) => event)
      .filter(
        (event) =>
          event.eventName === eventName &&
          event.customerId === customerId &&
          event.at.getTime() >= start &&
          event.at.getTime() < end,
      )
    if (!last.has(eventName)) return inside.reduce((sum, { value }) => sum + value, 0)
    return [...inside].sort((a, b) => a.at.getTime() - b.at.getTime()).at(-1)?.value ?? 0
  }

  return {
    async send(event) {
      const today = (each: { event: MeterEvent; at: Date }) =>
        each.event.identifier === event.identifier && each.at.getTime() > now().getTime() - dayMs
      if (arrived.some(today)) return 'delivered'
      if (event.at.getTime() < now().getTime() - 35 * dayMs) return 'too_old'
      arrived.push({ event: { ...event, at: wholeSecond(event.at) }, at: now() })
      return 'delivered'
    },

    async countedAt({ at, ...meter }) {
      const start = Math.floor(at.getTime() / minuteMs) * minuteMs
      return countIn(meter, start, start + minuteMs)
    },

    async countedByDay({ from, to, ...meter }) {
      const days = []
      const first = Math.floor(from.getTime() / dayMs) * dayMs
      for (let start = first; start <= to.getTime(); start += dayMs) {
        const value = countIn(meter, start, start + dayMs)
        if (value !== 0) days.push({ day: new Date(start).toISOString().slice(0, 10), value })
      }
      return days
    },

    counted: () => structuredClone(arrived.map(({ event }) => event)),
    forget(identifier) {
      const at = arrived.findIndex(({ event }) => event.identifier === identifier)
      if (at >= 0) arrived.splice(at, 1)
    },
  }
}

const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000)
