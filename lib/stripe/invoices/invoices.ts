/** The part of Stripe that says what is owed. */
export type Invoices = {
  /**
   * Stripe's page on which the newest open invoice of a subscription can be paid; `null` if none is
   * open. Asked for each time and kept nowhere: such an address runs out, and the invoice may be paid.
   */
  payPage(subscriptionId: string): Promise<string | null>
}
