import type { PlannedChange, RunningSubscription } from './subscriptions'

export type InvoiceLine = { description: string; amountCents: number; proration: boolean }

export type ForecastInvoice = {
  lines: InvoiceLine[]
  currency: string
  /** Subtracted from the lines. */
  discountCents: number
  /** Exclusive taxes, added to the lines. */
  taxCents: number
  /** Inclusive taxes, a part of the lines. */
  includedTaxCents: number
  totalCents: number
  /** The total less the customer's credit balance. */
  amountDueCents: number
}

/**
 * What a change would charge: now, if anything, and with the next regular invoice, and when. There is
 * no next one if the subscription ends before it.
 */
export type Forecast = {
  now: ForecastInvoice | null
  next: (ForecastInvoice & { at: Date }) | null
}

/** The subscription has ended, or ends before it would bill again. */
export class NothingToBill extends Error {
  override name = 'NothingToBill'
}

/** What Stripe would charge. Asking changes nothing. */
export type Forecasts = {
  /** The next invoice as things stand; `null` if there will be none. */
  nextInvoice(subscription: RunningSubscription): Promise<(ForecastInvoice & { at: Date }) | null>
  /**
   * What a change would charge. A change `at_period_end` charges nothing now. Throws
   * `PromotionRefused` if the code can't be used, or was used before, and `NothingToBill`.
   */
  forChange(change: PlannedChange, when: 'now' | 'at_period_end'): Promise<Forecast>
}
