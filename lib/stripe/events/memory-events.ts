import type { Events, StripeEvent } from './events'

/** `put` adds an event, as if it had just happened at Stripe. */
export type MemoryEvents = Events & { put(event: StripeEvent): void }

const pageSize = 100

export function memoryEvents(): MemoryEvents {
  const events: StripeEvent[] = []
  return {
    put(event) {
      events.unshift(structuredClone(event))
    },

    async find(eventId) {
      return structuredClone(events.find(({ id }) => id === eventId) ?? null)
    },

    async list({ types, since, after }) {
      const first = Math.floor(since.getTime() / 1000) * 1000
      const from = after === undefined ? 0 : events.findIndex(({ id }) => id === after) + 1
      const found = events
        .slice(from)
        .filter(({ type, createdAt }) => types.includes(type) && createdAt.getTime() >= first)
      const page = structuredClone(found.slice(0, pageSize))
      return { events: page, next: found.length > pageSize ? (page.at(-1)?.id ?? null) : null }
    },
  }
}
