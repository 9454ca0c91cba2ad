import Stripe from 'stripe'
import { type Events, eventOf } from './events'

export const stripeEvents = (stripe: Stripe): Events => ({
  async find(eventId) {
    try {
      return eventOf(await stripe.events.retrieve(eventId))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  },

  async list({ types, since, after }) {
    const page = await stripe.events.list({
      types: [...types],
      created: { gte: Math.floor(since.getTime() / 1000) },
      limit: 100,
      ...(after !== undefined && { starting_after: after }),
    })
    const events = page.data.map(eventOf)
    return { events, next: page.has_more ? (events.at(-1)?.id ?? null) : null }
  },
})

const isMissing = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'
