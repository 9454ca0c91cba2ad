import type { Running, Target } from '@/lib/billing/subscription/change'

/** A subscription's present state at Stripe, with what is needed to change it. */
export type RunningSubscription = Running & {
  id: string
  customerId: string
  /** Stripe's item of the plan itself; `null` if it isn't known which one that is. */
  item: { id: string; priceId: string } | null
  /**
   * The items that bill the plan's usage. Other items, such as add-ons, are no part of a change.
   */
  metered: { itemId: string; priceId: string; lookupKey: string | null }[]
  /** Every item's period ends with the plan's. */
  endsTogether: boolean
  discounts: string[]
  /** Stripe's ids of the promotion codes that the discounts came from. */
  codes: string[]
  /** The attached schedule, even if it has nothing left to do. */
  scheduleId: string | null
  /** The payment method that is charged; `null` if there is none. */
  paymentMethod: PaymentMethod | null
  /** It ends with its trial unless a payment method is added. */
  endsWithTrial: boolean
  /** The newest invoice while it can be paid, with its page at Stripe. */
  openInvoice: { id: string; url: string | null } | null
  /** Differs after each change: shows whether a preview is still about the present state. */
  state: string
  /** Differs after each exclusive change, and never repeats. See `exclusively`. */
  changeToken: string
}

/** A payment method for display: `visa`, `4242`. */
export type PaymentMethod = { brand: string; last4: string | null }

/**
 * A change to preview or make. `prorationDate` fixes to the second what is unused of the old terms.
 */
export type PlannedChange = {
  subscription: RunningSubscription
  to: Target
  trial: 'none' | 'kept' | 'ends'
  prorationDate: Date
  /** Stripe's id of a promotion code. */
  promotionCodeId: string | null
}

export type Changed =
  | { kind: 'changed' }
  /** Nothing has changed yet. If paying is what it takes, that is possible at `url`. */
  | { kind: 'payment_required'; url: string | null; reason?: 'authentication_required' }
  /** Another process changed the subscription at the same moment. */
  | { kind: 'contended' }

/** Running subscriptions. Whether a change is allowed was decided before. */
export type Subscriptions = {
  /** `null` if there is no such subscription. */
  find(subscriptionId: string): Promise<RunningSubscription | null>
  /**
   * Changes it at once, if that is paid. The same change asked for twice, or at once, is made once.
   */
  change(change: PlannedChange): Promise<Changed>
  /** Schedules a change for the end of the paid period. */
  schedule(subscription: RunningSubscription, to: Target): Promise<Changed>
  cancelScheduledChange(subscription: RunningSubscription): Promise<Changed>
  /** Discards a change that waits for its payment, and voids its invoice. */
  discardPendingUpdate(subscription: RunningSubscription): Promise<Changed>
}
