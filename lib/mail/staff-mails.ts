import type { Message, MessageKind } from '@/lib/billing/notices/messages'
import type { MailContent } from './content'
import type { CustomerKind } from './customer-mails'

export type StaffKind = Exclude<MessageKind, CustomerKind>

type StaffContent = Pick<MailContent, 'subject' | 'paragraphs' | 'button'>

const subscriptions = { url: 'https://dashboard.stripe.com/subscriptions', text: 'Open Stripe' }

/** The content of the mails that staff get. Each subject is also the heading. */
export const staffMails: Record<
  StaffKind,
  (data: Message['data'], userId: string) => StaffContent
> = {
  early_fraud: ({ chargeId }, userId) => ({
    subject: `Possible fraudulent payment: ${userId}`,
    paragraphs: [
      `The card’s bank warns that payment ${chargeId} from user ${userId} may be fraudulent.`,
      'Refunding now prevents a dispute. No action has been taken.',
    ],
    button: {
      url: `https://dashboard.stripe.com/payments/${encodeURIComponent(chargeId ?? '')}`,
      text: 'Open the payment in Stripe',
    },
  }),
  unknown_price: ({ prices, subscriptionId }, userId) => ({
    subject: `Unrecognized price: ${prices}`,
    paragraphs: [
      `User ${userId} pays for ${prices} (${subscriptionId}), which doesn’t belong to any plan in the catalog. No one paying this price gets access.`,
      'If the last deployment removed a plan or a lookup key from the catalog, restore it and run `npm run reconcile`. To map a price that was created by hand to a plan, set STRIPE_PRICES.',
    ],
    button: {
      url: `${subscriptions.url}/${encodeURIComponent(subscriptionId ?? '')}`,
      text: 'Open the subscription in Stripe',
    },
  }),
  user_gone: ({ paidIds }, userId) => ({
    subject: `A deleted user pays: ${userId}`,
    paragraphs: [
      `Cognito no longer has user ${userId}, who pays for ${paidIds}. No one gets access for this money.`,
      'If the user should be gone, cancel the subscription in Stripe and refund the last payment. A new account with the same email address is another user.',
    ],
    button: subscriptions,
  }),
  user_disabled: ({ paidIds }, userId) => ({
    subject: `A disabled user pays: ${userId}`,
    paragraphs: [
      `User ${userId} is disabled in Cognito and pays for ${paidIds}. They can’t sign in, so they can’t use what they pay for.`,
      'Refund or enable: cancel the subscription in Stripe and refund the payment, or enable the user in Cognito.',
    ],
    button: subscriptions,
  }),
  two_subscriptions: ({ subscriptionIds }, userId) => ({
    subject: `Duplicate subscriptions: ${userId}`,
    paragraphs: [
      `User ${userId} pays for more than one subscription: ${subscriptionIds}.`,
      'The higher plan applies. Please cancel the other subscription in Stripe and refund its payment.',
    ],
    button: subscriptions,
  }),
}
