import type Stripe from 'stripe'

/**
 * Asks Stripe to preview each subscription's final invoice, and adds up what it would give back.
 */
export async function unusedCents(
  stripe: Stripe,
  subscriptionIds: readonly string[],
  currency: string,
): Promise<number> {
  let cents = 0
  for (const subscription of subscriptionIds) {
    const preview = await stripe.invoices.createPreview({
      subscription,
      subscription_details: { cancel_now: true, proration_behavior: 'create_prorations' },
    })
    if (preview.currency !== currency) continue
    for (const { amount, parent } of preview.lines.data) {
      if (parent?.subscription_item_details?.proration) cents -= amount
    }
  }
  return Math.max(0, cents)
}
