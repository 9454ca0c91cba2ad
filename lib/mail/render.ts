import type { OutboxEntry } from '@/lib/db/outbox/outbox'
import type { Mail } from './mails'

type Words = {
  to: string
  subject: string
  paragraphs: string[]
  link: { url: string; text: string }
}

/** What a message looks like as a mail; `to` has been decided by whoever sends it. */
export function render(
  { kind, data }: Pick<OutboxEntry, 'kind' | 'data'>,
  { to, userId, appUrl, now }: { to: string; userId: string; appUrl: string; now: Date },
): Mail {
  switch (kind) {
    case 'payment_failed':
      return mailOf({
        to,
        subject: 'Your payment did not go through',
        paragraphs: [
          'We could not collect the payment for your subscription.',
          graceWords(data.graceUntil, now),
          'Cards fail for dull reasons: an expiry date, a limit, a bank that wants to be asked. Another card, or another try, usually settles it.',
        ],
        link: { url: `${appUrl}/settings`, text: 'Settle it in your settings' },
      })
    case 'bank_payment_failed':
      return mailOf({
        to,
        subject: 'Your bank payment did not arrive',
        paragraphs: [
          'Your bank did not let the payment through, so nothing was charged and nothing was opened.',
          'Please try again, with a card if you can: then it opens at once. Your bank can tell you what was wrong.',
        ],
        link: { url: `${appUrl}/plans`, text: 'Choose how to pay' },
      })
    case 'trial_refused':
      return mailOf({
        to,
        subject: 'Your trial could not begin',
        paragraphs: [
          'There is one trial for each person, and the card or the address that you used had one before. So the trial was ended before it began, and nothing was charged.',
          'You can have the plan right away by paying for it.',
        ],
        link: { url: `${appUrl}/plans`, text: 'See the plans' },
      })
    case 'early_fraud':
      return mailOf({
        to,
        subject: `A payment may be fraud: ${userId}`,
        paragraphs: [
          `A card's bank warns that the payment ${data.chargeId} of the user ${userId} may not have been made by the card's owner.`,
          'If you refund it now it will not be disputed. Nothing has been done about it.',
        ],
        link: {
          url: `https://dashboard.stripe.com/payments/${data.chargeId}`,
          text: 'Open the payment in Stripe',
        },
      })
    case 'unknown_price':
      return mailOf({
        to,
        subject: `Paid for, and no plan of ours: ${data.prices}`,
        paragraphs: [
          `The user ${userId} pays for ${data.prices} (${data.subscriptionId}), which belongs to no plan in the catalog. So it opens nothing, for them and for everybody else who pays for it.`,
          'Is a plan or a lookup key missing in the catalog since the last deployment? Put it back, and run `npm run reconcile`. A price that was made by hand is given a plan by STRIPE_PRICES.',
        ],
        link: {
          url: `https://dashboard.stripe.com/subscriptions/${data.subscriptionId}`,
          text: 'Open the subscription in Stripe',
        },
      })
    case 'two_subscriptions':
      return mailOf({
        to,
        subject: `Two subscriptions at once: ${userId}`,
        paragraphs: [
          `The user ${userId} pays for two subscriptions at the same time: ${data.subscriptionIds}.`,
          'The better one counts. Please cancel the other one in Stripe, and refund what was paid for it.',
        ],
        link: { url: 'https://dashboard.stripe.com/subscriptions', text: 'Open Stripe' },
      })
  }
}

function graceWords(graceUntil: string | undefined, now: Date): string {
  const until = new Date(graceUntil ?? '')
  return until > now
    ? `Everything keeps working until ${moment.format(until)}. If it is paid by then, nothing changes.`
    : 'Your plan is closed for the moment, and opens again as soon as it is paid.'
}

/** With the zone: nobody should lose access hours before they expected to. */
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
})

function mailOf({ to, subject, paragraphs, link }: Words): Mail {
  return {
    to,
    subject: subject.replace(/\s+/g, ' '),
    text: [...paragraphs, `${link.text}: ${link.url}`].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><meta charset="utf-8"><body style="font: 16px/1.5 sans-serif">',
      ...paragraphs.map((words) => `<p>${escaped(words)}</p>`),
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
