import Stripe from 'stripe'
import { cached } from '@/lib/stripe/cached'
import { dateFromUnix } from '@/lib/stripe/customer/values'
import { dayMs, type MeterEvents, minuteMs } from './meter-events'

export function stripeMeterEvents(stripe: Stripe): MeterEvents {
  const meterIds = cached(async (eventName: string) => {
    for await (const meter of stripe.billing.meters.list({ status: 'active', limit: 100 })) {
      if (meter.event_name === eventName) return meter.id
    }
    throw new Error(`Stripe has no active meter "${eventName}": run stripe:setup`)
  })

  return {
    async send({ eventName, customerId, value, identifier, at }) {
      try {
        await stripe.billing.meterEvents.create({
          event_name: eventName,
          identifier,
          timestamp: unix(at.getTime()),
          payload: { stripe_customer_id: customerId, value: String(value) },
        })
        return 'delivered'
      } catch (error) {
        if (isKnown(error)) return 'delivered'
        if (isTooOld(error)) return 'too_old'
        throw error
      }
    },

    async countedAt({ eventName, customerId, at }) {
      const start = Math.floor(at.getTime() / minuteMs) * minuteMs
      const { data } = await stripe.billing.meters.listEventSummaries(await meterIds(eventName), {
        customer: customerId,
        start_time: unix(start),
        end_time: unix(start + minuteMs),
      })
      return data[0]?.aggregated_value ?? 0
    },

    async countedByDay({ eventName, customerId, from, to }) {
      const days = []
      const summaries = stripe.billing.meters.listEventSummaries(await meterIds(eventName), {
        customer: customerId,
        // Stripe takes only whole days, in UTC.
        start_time: unix(Math.floor(from.getTime() / dayMs) * dayMs),
        end_time: unix(Math.floor(to.getTime() / dayMs) * dayMs + dayMs),
        value_grouping_window: 'day',
        limit: 100,
      })
      for await (const { start_time, aggregated_value: value } of summaries) {
        if (value === 0) continue
        days.push({ day: dateFromUnix(start_time).toISOString().slice(0, 10), value })
      }
      return days.sort((a, b) => (a.day < b.day ? -1 : 1))
    },
  }
}

const unix = (ms: number) => Math.floor(ms / 1000)

const refused = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400
    ? error
    : null

/** Stripe answers 400 for an identifier that it has: that is proof of delivery, not a failure. */
const isKnown = (error: unknown): boolean =>
  /already exists with identifier/i.test(refused(error)?.message ?? '')

const isTooOld = (error: unknown): boolean => {
  const { code, message = '' } = refused(error) ?? {}
  return code === 'timestamp_too_far_in_past' || /35 (calendar )?days in the past/i.test(message)
}
