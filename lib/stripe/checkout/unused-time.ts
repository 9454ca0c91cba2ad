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
    if (preview.currency === currency) cents += creditOf(preview)
  }
  return Math.max(0, cents)
}

/**
 * Returns the credit for unused time in a preview. A preview has only the first page of its lines:
 * Stripe computes it for each request, so no further page can be read. The sum of the unlisted lines
 * counts if it is a credit.
 */
function creditOf({ lines, subtotal }: Stripe.Invoice): number {
  const isUnusedTime = ({ parent }: Stripe.InvoiceLineItem) =>
    parent?.subscription_item_details?.proration === true
  const unlisted = subtotal - sum(lines.data)
  return -sum(lines.data.filter(isUnusedTime)) - Math.min(0, unlisted)
}

const sum = (lines: Stripe.InvoiceLineItem[]) =>
  lines.reduce((total, { amount }) => total + amount, 0)
