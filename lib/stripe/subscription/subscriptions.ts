import type { Running, Target } from '@/lib/billing/subscription/change'

/** A subscription as Stripe has it this moment, with what it takes to change it. */
export type RunningSubscription = Running & {
  id: string
  customerId: string
  /** Stripe's item of the plan itself, beside which metered ones may stand. */
  itemId: string
  metered: { itemId: string; lookupKey: string | null }[]
  discounts: string[]
  /** Stripe's ids of the promotion codes that those came from. */
  codes: string[]
  /** Attached, whether or not it still has anything to do. */
  scheduleId: string | null
  /** The newest invoice while it can still be paid: where, on Stripe's page. */
  openInvoice: { id: string; url: string | null } | null
  /** Another after each change: tells whether it is still what somebody looked at. */
  state: string
  /** Another after each act that takes turns with others: never the same again. */
  turn: string
}

/** A change to be priced or made. `prorationDate` fixes to the second what is unused of the old. */
export type PlannedChange = {
  subscription: RunningSubscription
  to: Target
  trial: 'none' | 'kept' | 'ends'
  prorationDate: Date
  /** Stripe's id of a promotion code. */
  promotionCodeId: string | null
}

export type InvoiceLine = { description: string; amountCents: number; proration: boolean }

export type ForecastInvoice = {
  lines: InvoiceLine[]
  currency: string
  /** Taken off the lines, and added to them. */
  discountCents: number
  taxCents: number
  totalCents: number
  /** After what the customer has to their credit. */
  amountDueCents: number
}

/** What a change would charge: at once, if anything, and with the next regular invoice, and when. */
export type Forecast = {
  now: ForecastInvoice | null
  next: (ForecastInvoice & { at: Date }) | null
}

export type Changed =
  | { kind: 'changed' }
  /** Nothing was changed yet. At `url` it can be paid, if that is what it takes. */
  | { kind: 'payment_required'; url: string | null }
  /** Somebody else changed it at the same moment. */
  | { kind: 'contended' }

/** What was to be priced is over, or ends before it could bill again. */
export class NothingToBill extends Error {
  override name = 'NothingToBill'
}

export const cancelReasons = [
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'too_complex',
  'low_quality',
  'other',
] as const
export type CancellationFeedback = {
  reason: (typeof cancelReasons)[number] | null
  comment: string | null
}

/** Looks after subscriptions that run. Whether something may be done was decided before. */
export type Subscriptions = {
  /** `null` if there is no such subscription. */
  find(subscriptionId: string): Promise<RunningSubscription | null>
  /** What the next invoice will be as things stand; `null` if none will come. */
  nextInvoice(subscription: RunningSubscription): Promise<ForecastInvoice | null>
  /**
   * Changes nothing; throws `PromotionRefused` if the code can't be used, or was before, and
   * `NothingToBill`. Of a change `at_period_end` there is nothing to pay now.
   */
  forecast(change: PlannedChange, when: 'now' | 'at_period_end'): Promise<Forecast>
  /** At once, if it is paid for. The same change asked for twice, or two at once, end as one. */
  change(change: PlannedChange): Promise<Changed>
  /** At the end of the period that is paid for. */
  schedule(subscription: RunningSubscription, to: Target): Promise<Changed>
  /** Forgets what is planned for later. */
  cancelScheduledChange(subscription: RunningSubscription): Promise<Changed>
  /** Forgets a change that waits for its payment, and the invoice with it. */
  discardPendingUpdate(subscription: RunningSubscription): Promise<Changed>
  cancelAtPeriodEnd(
    subscription: RunningSubscription,
    farewell: CancellationFeedback,
  ): Promise<Changed>
  /** What was used and not billed yet is; nothing is paid back. */
  cancelNow(subscription: RunningSubscription, farewell: CancellationFeedback): Promise<Changed>
  keep(subscription: RunningSubscription): Promise<Changed>
  pause(subscription: RunningSubscription, resumesAt: Date | null): Promise<Changed>
  /** `bills` begins a new period, charged at once: unpaid, everything stays as it was. */
  unpause(subscription: RunningSubscription, bills: boolean): Promise<Changed>
  /** Begins the first paid period after a trial that ended without a card. */
  startPaying(subscription: RunningSubscription): Promise<Changed>
}
