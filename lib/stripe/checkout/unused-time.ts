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
    if (preview.currency === currency) cents += givenBack(preview)
  }
  return Math.max(0, cents)
}

/**
 * Stripe lists the first lines of a preview, and its other pages can't be read: they are worked out
 * anew for each request. What the total says of them is counted if it is in the user's favor.
 */
function givenBack({ lines, subtotal }: Stripe.Invoice): number {
  const isUnusedTime = ({ parent }: Stripe.InvoiceLineItem) =>
    parent?.subscription_item_details?.proration === true
  const unlisted = subtotal - sum(lines.data)
  return -sum(lines.data.filter(isUnusedTime)) - Math.min(0, unlisted)
}

const sum = (lines: Stripe.InvoiceLineItem[]) =>
  lines.reduce((total, { amount }) => total + amount, 0)
