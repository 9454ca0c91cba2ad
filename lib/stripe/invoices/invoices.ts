/** Stripe's invoices. */
export type Invoices = {
  /**
   * The page at Stripe on which a subscription's newest open invoice can be paid, or of those that
   * were sent the one that is due first; `null` if none is open. It must not be stored: the address expires, and the invoice may be paid.
   */
  payPage(subscriptionId: string): Promise<string | null>
}
