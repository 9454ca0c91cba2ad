import type Stripe from 'stripe'
import { describeError } from '@/lib/errors'
import { orNull } from '@/lib/stripe/stripe-errors'
import { type Events, eventOf, type StripeEvent, type UnreadableEvent } from './events'

export const stripeEvents = (stripe: Stripe): Events => ({
  async find(eventId) {
    const event = await orNull(stripe.events.retrieve(eventId))
    return event && eventOf(event)
  },

  async list({ types, since, after }) {
    const page = await stripe.events.list({
      types: [...types],
      created: { gte: Math.floor(since.getTime() / 1000) },
      limit: 100,
      ...(after !== undefined && { starting_after: after }),
    })
    return {
      events: page.data.map(eventOrWhyNot),
      next: page.has_more ? (page.data.at(-1)?.id ?? null) : null,
    }
  },
})

/** An event that can't be parsed must not hide the others. */
function eventOrWhyNot(event: Stripe.Event): StripeEvent | UnreadableEvent {
  try {
    return eventOf(event)
  } catch (error) {
    return { id: event.id, unreadable: describeError(error) }
  }
}
