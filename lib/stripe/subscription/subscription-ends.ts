/**
 * Ends subscriptions that our rules don't allow to go on. The reason is written on the
 * subscription, so that repeating an action changes nothing.
 */
export type SubscriptionEnds = {
  /**
   * The fingerprint of a trial's card, which is the same for every user of the card, and whether
   * our checkout began the trial.
   */
  findTrial(subscriptionId: string): Promise<{ card: string | null; isOurs: boolean }>
  /**
   * Cancels a trial that its user may not have, and writes the reason on it. `false` if Stripe
   * refuses.
   */
  refuseTrial(subscriptionId: string): Promise<boolean>
  /**
   * Lets a subscription end with its period because of a purchase. Happens once per purchase: a
   * subscription that was resumed after that continues. `false` if Stripe refuses.
   */
  endForPurchase(subscriptionId: string, purchaseId: string): Promise<boolean>
  /** Cancels a subscription whose first payment never succeeded, so that it can't succeed later. */
  cancelIncomplete(subscriptionId: string): Promise<void>
}
