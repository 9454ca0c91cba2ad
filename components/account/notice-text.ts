import { formatAmount } from 'stripe-currencies'
import { longDate } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import type { BillingFact, SubscriptionFact } from '@/lib/billing/access/facts'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { firstCharge } from '@/lib/billing/notices/first-charge'
import type { Notice, PaymentEffect } from '@/lib/billing/notices/notices'

/** Says how a failed payment affects access, and what happens next. */
export function paymentText(
  { effect, dueAt }: { effect: PaymentEffect; dueAt?: Date },
  subscription: string,
  /** When Stripe charges the card again. */
  nextTryAt: Date | null,
): string {
  switch (effect.kind) {
    case 'closes': {
      const retry = nextTryAt
        ? `We’ll try your card again on ${longDate(nextTryAt)}, or you can pay now.`
        : 'Pay now, or update your card and we’ll retry automatically.'
      const how = dueAt ? 'A bank transfer may take a few days to arrive.' : retry
      return `You keep full access until ${longDate(effect.at)}. ${how}`
    }
    case 'closed': {
      const reason = effect.at
        ? `Your grace period ended on ${longDate(effect.at)}, so your`
        : 'Your'
      return `${reason} paid features are locked. Pay to restore access.`
    }
    case 'none':
      return `This was for your ${subscription}. Your access isn’t affected, but the payment is still due.`
  }
}

/** Says what happens when a trial ends. */
export function trialText(
  endsAt: Date,
  plan: Plan | undefined,
  fact: SubscriptionFact | undefined,
  { checkout }: Pick<Catalog, 'checkout'>,
): string {
  const charge = fact?.trialEnd?.getTime() === endsAt.getTime() ? firstCharge(fact) : null
  if (charge) {
    const tax = checkout.automaticTax && !checkout.taxIncluded ? ' plus tax' : ''
    return `You’ll be charged ${money(charge.amountCents, charge.currency)}${tax} on ${longDate(endsAt)}.`
  }
  const ends = `Your trial ends on ${longDate(endsAt)}.`
  const mayLackCard = fact?.status === 'trialing' && !fact.billing?.defaultPaymentMethod
  return mayLackCard ? `${ends} Add a card to keep ${plan?.name ?? 'your plan'}.` : ends
}

/** Says what an ending subscription still includes and costs. */
export function endingText(
  { isNeeded, charges, isTrial }: Extract<Notice, { kind: 'ending' }>,
  hasUsageBilling: boolean,
): string {
  const independent = isNeeded ? '' : 'Your access doesn’t depend on it. '
  switch (charges) {
    case 'owed':
      return `${independent}Unpaid invoices are still due.`
    case 'renewals':
      return `${independent}Until then it renews as usual.`
    case 'none': {
      const again = isTrial ? 'charged' : 'charged again'
      const end = hasUsageBilling ? `${again} except for extra usage.` : `${again}.`
      return isNeeded
        ? `You have full access until then and won’t be ${end}`
        : `${independent}You won’t be ${end}`
    }
  }
}

/** Returns ` ($30.00)`, or nothing if the amount isn't known. */
export const owedText = (fact: SubscriptionFact | undefined): string =>
  fact?.billing?.owedCents ? ` (${owed(fact.billing)})` : ''

export const owed = ({ owedCents = 0, currency }: BillingFact): string =>
  formatAmount(owedCents, currency)

/** `Pro subscription`, or just `subscription` for a plan that isn't in the catalog any more. */
export const subscriptionName = (plan: Plan | undefined): string =>
  plan ? `${plan.name} subscription` : 'subscription'
