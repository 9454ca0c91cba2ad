import Stripe from 'stripe'
import type { AccessRules } from '@/lib/billing/access'
import { priceBook } from './price-book'
import {
  discountsOf,
  itemsFor,
  keyOf,
  phaseAsItIs,
  phaseOf,
  unix,
  updateFor,
} from './stripe-change'
import { seconds } from './stripe-facts'
import { ownSchedule, runningExpands, runningOf } from './stripe-running'
import {
  type Changed,
  type Farewell,
  type ForecastInvoice,
  type PlannedChange,
  PromotionRefused,
  type RunningSubscription,
  type Subscriptions,
} from './subscriptions'

export function stripeSubscriptions(
  stripe: Stripe,
  rules: Pick<AccessRules, 'catalog' | 'pricePlans'>,
): Subscriptions {
  const prices = priceBook(stripe, rules.catalog)

  const preview = async (params: Stripe.InvoiceCreatePreviewParams) => {
    try {
      return await stripe.invoices.createPreview(params)
    } catch (error) {
      if (params.discounts && isAboutDiscount(error)) throw new PromotionRefused()
      throw error
    }
  }

  /** With the change in place and nothing to even out: the invoice that follows from then on. */
  const nextAfter = async (
    change: PlannedChange,
    items: Stripe.SubscriptionUpdateParams.Item[],
    at: (invoice: Stripe.Invoice) => Date,
  ) => {
    const { subscription, trial } = change
    const invoice = await preview({
      subscription: subscription.id,
      ...discountsOf(change),
      subscription_details: {
        items,
        proration_behavior: 'none',
        ...(trial === 'ends' && { trial_end: 'now' as const }),
      },
    })
    return { ...forecastOf(invoice), at: at(invoice) }
  }

  return {
    async find(subscriptionId) {
      const book = await prices()
      try {
        const subscription = await stripe.subscriptions.retrieve(subscriptionId, {
          expand: runningExpands,
        })
        return runningOf(subscription, book, rules)
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },

    async nextInvoice({ id }) {
      try {
        return forecastOf(await preview({ subscription: id }))
      } catch (error) {
        if (codeOf(error) === 'invoice_upcoming_none') return null
        throw error
      }
    },

    async forecast(change, when) {
      const { subscription, trial } = change
      const items = itemsFor(change, await prices())
      const restarts = trial === 'ends' || subscription.interval !== change.to.price.interval
      const periodEnd = subscription.currentPeriodEnd
      if (when === 'at_period_end' || trial === 'kept') {
        return { now: null, next: await nextAfter(change, items, () => periodEnd) }
      }
      const [now, next] = await Promise.all([
        preview({
          subscription: subscription.id,
          ...discountsOf(change),
          subscription_details: {
            items,
            proration_behavior: 'always_invoice',
            proration_date: unix(change.prorationDate),
            ...(trial === 'ends' && { trial_end: 'now' as const }),
          },
        }),
        nextAfter(change, items, (invoice) => (restarts ? lastDay(invoice) : periodEnd)),
      ])
      // With no time left of the period there is nothing to even out, and Stripe shows the next one.
      const isCharged = restarts || now.lines.data.some(isProration)
      return { now: isCharged ? forecastOf(now) : null, next }
    },

    async change(change) {
      const params = updateFor(change, await prices())
      return settle(async () => {
        await detach(change.subscription)
        const changed = await stripe.subscriptions.update(
          change.subscription.id,
          { ...params, expand: ['latest_invoice'] },
          { idempotencyKey: keyOf(change) },
        )
        if (!changed.pending_update) return { kind: 'changed' }
        const invoice = changed.latest_invoice
        const url = typeof invoice === 'object' ? (invoice?.hosted_invoice_url ?? null) : null
        return { kind: 'payment_required', url }
      })
    },

    async schedule(subscription, to) {
      const book = await prices()
      return settle(async () => {
        const schedule = await attach(subscription)
        if (!schedule) return { kind: 'contended' }
        const [current] = schedule.phases
        if (!current) throw new Error(`Schedule ${schedule.id} has no phase`)
        await stripe.subscriptionSchedules.update(
          schedule.id,
          {
            end_behavior: 'release',
            proration_behavior: 'none',
            metadata: ownSchedule,
            phases: [phaseAsItIs(current), phaseOf(to, current, book)],
          },
          // Of two who attached it at once the first says what is planned.
          { idempotencyKey: `schedule:${schedule.id}` },
        )
        return { kind: 'changed' }
      })
    },

    dropSchedule: detach,

    async dropWaiting({ openInvoice }) {
      if (openInvoice) await stripe.invoices.voidInvoice(openInvoice.id)
    },

    async cancelAtPeriodEnd(subscription, farewell) {
      await detach(subscription)
      await stripe.subscriptions.update(subscription.id, {
        cancel_at_period_end: true,
        cancellation_details: detailsOf(farewell),
      })
    },

    async cancelNow(subscription, farewell) {
      await detach(subscription)
      await stripe.subscriptions.cancel(subscription.id, {
        invoice_now: true,
        prorate: false,
        cancellation_details: detailsOf(farewell),
      })
    },

    async keep({ id }) {
      // The portal sets `cancel_at`, and we `cancel_at_period_end`: Stripe takes only one of them at a time.
      const { cancel_at_period_end } = await stripe.subscriptions.retrieve(id)
      await stripe.subscriptions.update(
        id,
        cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' },
      )
    },

    async pause(subscription, resumesAt) {
      await detach(subscription)
      await stripe.subscriptions.update(subscription.id, {
        pause_collection: {
          behavior: 'void',
          ...(resumesAt && { resumes_at: unix(resumesAt) }),
        },
      })
    },

    async unpause({ id }, bills) {
      return settle(async () => {
        await stripe.subscriptions.update(id, {
          pause_collection: '',
          ...(bills && {
            billing_cycle_anchor: { type: 'now' as const },
            proration_behavior: 'none' as const,
            payment_behavior: 'error_if_incomplete' as const,
          }),
        })
        return { kind: 'changed' }
      })
    },

    async beginPaying({ id }) {
      return settle(async () => {
        const resumed = await stripe.subscriptions.resume(id, {
          billing_cycle_anchor: { type: 'now' },
          payment_behavior: 'resume_on_payment_success',
          expand: ['latest_invoice'],
        })
        const invoice = resumed.latest_invoice
        if (typeof invoice !== 'object' || invoice?.status !== 'open') return { kind: 'changed' }
        return { kind: 'payment_required', url: invoice.hosted_invoice_url ?? null }
      })
    },
  }

  /**
   * A schedule that plans nothing yet. Stripe attaches one at a time, so of two at once one is refused.
   * What another attached and left empty, since it died or is at it now, is taken up.
   */
  async function attach(
    subscription: RunningSubscription,
  ): Promise<Stripe.SubscriptionSchedule | null> {
    if (subscription.scheduleId) {
      const attached = await stripe.subscriptionSchedules.retrieve(subscription.scheduleId)
      if (attached.phases.length === 1) return attached
      await stripe.subscriptionSchedules.release(attached.id)
    }
    try {
      return await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      const { schedule } = await stripe.subscriptions.retrieve(subscription.id)
      if (schedule) return null
      throw error
    }
  }

  /**
   * Stripe lets nobody end or pause what a schedule leads, be it that nothing is planned in it any more.
   * What somebody else has released meanwhile is released.
   */
  async function detach({ scheduleId }: RunningSubscription): Promise<void> {
    if (!scheduleId) return
    try {
      await stripe.subscriptionSchedules.release(scheduleId)
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      const { status } = await stripe.subscriptionSchedules.retrieve(scheduleId)
      if (status === 'active' || status === 'not_started') throw error
    }
  }
}

const detailsOf = ({ reason, comment }: Farewell) => ({
  ...(reason && { feedback: reason }),
  ...(comment && { comment }),
})

const forecastOf = (invoice: Stripe.Invoice): ForecastInvoice => ({
  lines: invoice.lines.data.map((line) => ({
    description: line.description ?? '',
    amountCents: line.amount,
    proration: isProration(line),
  })),
  currency: invoice.currency,
  discountCents: sum(invoice.total_discount_amounts),
  taxCents: sum(invoice.total_taxes),
  totalCents: invoice.total,
  amountDueCents: invoice.amount_due,
})

const sum = (amounts: { amount: number }[] | null) =>
  (amounts ?? []).reduce((total, { amount }) => total + amount, 0)

const isProration = ({ parent }: Stripe.InvoiceLineItem): boolean =>
  parent?.subscription_item_details?.proration === true ||
  parent?.invoice_item_details?.proration === true

const lastDay = (invoice: Stripe.Invoice) =>
  seconds(Math.max(...invoice.lines.data.map((line) => line.period.end)))

/** A card that is refused, and a change that came too late, are outcomes; anything else is a surprise. */
async function settle(act: () => Promise<Changed>): Promise<Changed> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError)
      return { kind: 'payment_required', url: null }
    if (error instanceof Stripe.errors.StripeIdempotencyError) return { kind: 'contended' }
    if (codeOf(error) === 'idempotency_key_in_use') return { kind: 'contended' }
    throw error
  }
}

const isAboutDiscount = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (error.param?.startsWith('discounts') === true ||
    (error.code?.startsWith('promotion_code') ?? false))

const codeOf = (error: unknown) =>
  error instanceof Stripe.errors.StripeError ? error.code : undefined

const isMissing = (error: unknown) => codeOf(error) === 'resource_missing'
