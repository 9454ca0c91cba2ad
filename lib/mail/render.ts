import { formatAmount } from 'stripe-currencies'
import type { Message } from '@/lib/billing/notices/messages'
import type { Mail } from './mails'

type Content = {
  to: string
  subject: string
  paragraphs: string[]
  link: { url: string; text: string }
}

/** Renders a message as an email. The caller decides who gets it. */
export function render(
  { kind, data }: Pick<Message, 'kind' | 'data'>,
  { to, userId, appUrl, now }: { to: string; userId: string; appUrl: string; now: Date },
): Mail {
  switch (kind) {
    case 'payment_failed':
      return mailOf({
        to,
        subject: 'Your payment failed',
        paragraphs: [
          `We couldn’t charge you for your ${data.planName ? `${data.planName} ` : ''}subscription${owed(data)}.`,
          graceText(data.graceUntil, now),
          'This usually happens when a card expires, hits its limit, or needs your bank’s approval. Updating your card or trying again usually fixes it.',
        ],
        link: { url: `${appUrl}/settings`, text: 'Update payment method' },
      })
    case 'invoice_due':
      return mailOf({
        to,
        subject: `Your invoice is due on ${date.format(new Date(data.dueAt ?? ''))}`,
        paragraphs: [
          `Your invoice${forPlan(data.planName)}${owed(data)} is due on ${dateTime.format(new Date(data.dueAt ?? ''))}.`,
          'You can pay it online now, or by bank transfer if the invoice says how. If you’ve already sent the payment, no action is needed.',
        ],
        link: { url: `${appUrl}/settings`, text: 'Pay invoice' },
      })
    case 'invoice_overdue':
      return mailOf({
        to,
        subject: 'Your invoice is past due',
        paragraphs: [
          `Your invoice${forPlan(data.planName)}${owed(data)} was due on ${date.format(new Date(data.dueAt ?? ''))}, and we haven’t received your payment.`,
          graceText(data.graceUntil, now),
          'If you’ve already paid by bank transfer, it may take a few days to arrive.',
        ],
        link: { url: `${appUrl}/settings`, text: 'Pay invoice' },
      })
    case 'bank_payment_failed':
      return mailOf({
        to,
        subject: 'Your bank payment failed',
        paragraphs: [
          'Your bank returned the payment, so you weren’t charged and your plan didn’t start.',
          'Please try again. Paying by card starts it right away. Your bank can tell you why the payment failed.',
        ],
        link: { url: `${appUrl}/plans`, text: 'Choose how to pay' },
      })
    case 'trial_refused':
      return mailOf({
        to,
        subject: 'We couldn’t start your trial',
        paragraphs: [
          'Trials are limited to one per person, and this card or email has been used for one before. You weren’t charged.',
          'You can subscribe anytime.',
        ],
        link: { url: `${appUrl}/plans`, text: 'View plans' },
      })
    case 'early_fraud':
      return mailOf({
        to,
        subject: `Possible fraudulent payment: ${userId}`,
        paragraphs: [
          `The card’s bank warns that payment ${data.chargeId} from user ${userId} may be fraudulent.`,
          'Refunding now prevents a dispute. No action has been taken.',
        ],
        link: {
          url: `https://dashboard.stripe.com/payments/${data.chargeId}`,
          text: 'Open the payment in Stripe',
        },
      })
    case 'unknown_price':
      return mailOf({
        to,
        subject: `Unrecognized price: ${data.prices}`,
        paragraphs: [
          `User ${userId} pays for ${data.prices} (${data.subscriptionId}), which doesn’t belong to any plan in the catalog. No one paying this price gets access.`,
          'If the last deployment removed a plan or a lookup key from the catalog, restore it and run `npm run reconcile`. To map a price that was created by hand to a plan, set STRIPE_PRICES.',
        ],
        link: {
          url: `https://dashboard.stripe.com/subscriptions/${data.subscriptionId}`,
          text: 'Open the subscription in Stripe',
        },
      })
    case 'user_gone':
      return mailOf({
        to,
        subject: `A deleted user pays: ${userId}`,
        paragraphs: [
          `Cognito no longer has user ${userId}, who pays for ${data.paidIds}. No one gets access for this money.`,
          'If the user should be gone, cancel the subscription in Stripe and refund the last payment. A new account with the same email address is another user.',
        ],
        link: { url: 'https://dashboard.stripe.com/subscriptions', text: 'Open Stripe' },
      })
    case 'user_disabled':
      return mailOf({
        to,
        subject: `A disabled user pays: ${userId}`,
        paragraphs: [
          `User ${userId} is disabled in Cognito and pays for ${data.paidIds}. They can’t sign in, so they can’t use what they pay for.`,
          'Refund or enable: cancel the subscription in Stripe and refund the payment, or enable the user in Cognito.',
        ],
        link: { url: 'https://dashboard.stripe.com/subscriptions', text: 'Open Stripe' },
      })
    case 'two_subscriptions':
      return mailOf({
        to,
        subject: `Duplicate subscriptions: ${userId}`,
        paragraphs: [
          `User ${userId} pays for more than one subscription: ${data.subscriptionIds}.`,
          'The higher plan applies. Please cancel the other subscription in Stripe and refund its payment.',
        ],
        link: { url: 'https://dashboard.stripe.com/subscriptions', text: 'Open Stripe' },
      })
  }
}

function graceText(graceUntil: string | undefined, now: Date): string {
  const until = new Date(graceUntil ?? '')
  return until > now
    ? `You keep full access until ${dateTime.format(until)}. Pay by then and nothing changes.`
    : 'Your plan is on hold. We’ll restore it as soon as you pay.'
}

/** ` ($30.00)`, or nothing where the amount isn't known. */
const owed = ({ owedCents, currency }: Message['data']): string =>
  owedCents && currency ? ` (${formatAmount(Number(owedCents), currency)})` : ''

const forPlan = (name: string | undefined) => (name ? ` for ${name}` : '')

const date = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })

/** With the time zone, so that no user loses access hours earlier than they expect. */
const dateTime = new Intl.DateTimeFormat('en-US', {
  month: 'long',
  day: 'numeric',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
})

function mailOf({ to, subject, paragraphs, link }: Content): Mail {
  return {
    to,
    subject: subject.replace(/\s+/g, ' '),
    text: [...paragraphs, `${link.text}: ${link.url}`].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><meta charset="utf-8"><body style="font: 16px/1.5 sans-serif">',
      ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
      `<p><a href="${escaped(link.url)}">${escaped(link.text)}</a></p>`,
      '</body></html>',
    ].join('\n'),
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
