import { formatAmount } from 'stripe-currencies'
import type { Message, MessageKind } from '@/lib/billing/notices/messages'
import type { MailContent, MailSite } from './content'
import { date, dateTime } from './dates'
import { usageMail } from './usage-mail'

export type CustomerKind = Extract<
  MessageKind,
  | 'payment_failed'
  | 'invoice_due'
  | 'invoice_overdue'
  | 'bank_payment_failed'
  | 'trial_refused'
  | 'usage_alert'
>

type Data = Message['data']

/** The content of the mails that customers get. */
export const customerMails: Record<
  CustomerKind,
  (data: Data, site: MailSite, now: Date) => MailContent
> = {
  payment_failed: (data, { brand: { name }, appUrl }, now) => ({
    subject: `Your payment to ${name} failed`,
    heading: 'Your payment failed',
    paragraphs: [
      `We couldn’t charge you for your ${data.planName ? `${data.planName} ` : ''}subscription.`,
      graceText(data.graceUntil, now),
      'This usually happens when a card expires, hits its limit, or needs your bank’s approval. Updating your card or trying again usually fixes it.',
    ],
    facts: [...owed(data), ...planFact(data), ...graceFact(data, now)],
    button: { url: `${appUrl}/settings`, text: 'Update payment method' },
    reason: `You get this email because you have a subscription with ${name}.`,
  }),
  invoice_due: (data, { brand: { name }, appUrl }) => ({
    subject: `Your invoice from ${name} is due on ${dayOf(data.dueAt)}`,
    heading: 'Your invoice is due soon',
    paragraphs: [
      `Your invoice${forPlan(data)} is due on ${dateTime.format(new Date(data.dueAt ?? ''))}.`,
      'You can pay it online now, or by bank transfer if the invoice says how. If you’ve already sent the payment, no action is needed.',
    ],
    facts: [...owed(data), ...planFact(data), { label: 'Due', value: dayOf(data.dueAt) }],
    button: { url: `${appUrl}/settings`, text: 'Pay invoice' },
    reason: `You get this email because your subscription with ${name} is paid by invoice.`,
  }),
  invoice_overdue: (data, { brand: { name }, appUrl }, now) => ({
    subject: `Your invoice from ${name} is past due`,
    heading: 'Your invoice is past due',
    paragraphs: [
      `Your invoice${forPlan(data)} was due on ${dayOf(data.dueAt)}, and we haven’t received your payment.`,
      graceText(data.graceUntil, now),
      'If you’ve already paid by bank transfer, it may take a few days to arrive.',
    ],
    facts: [...owed(data), ...planFact(data), ...graceFact(data, now)],
    button: { url: `${appUrl}/settings`, text: 'Pay invoice' },
    reason: `You get this email because your subscription with ${name} is paid by invoice.`,
  }),
  bank_payment_failed: (_, { brand: { name }, appUrl }) => ({
    subject: `Your bank payment to ${name} failed`,
    heading: 'Your bank payment failed',
    paragraphs: [
      'Your bank returned the payment, so you weren’t charged and your plan didn’t start.',
      'Please try again. Paying by card starts it right away. Your bank can tell you why the payment failed.',
    ],
    button: { url: `${appUrl}/plans`, text: 'Choose how to pay' },
    reason: `You get this email because you paid for a plan of ${name} from a bank account.`,
  }),
  trial_refused: (_, { brand: { name }, appUrl }) => ({
    subject: `We couldn’t start your trial of ${name}`,
    heading: 'We couldn’t start your trial',
    paragraphs: [
      'Trials are limited to one per person, and this card or email has been used for one before. You weren’t charged.',
      'You can subscribe anytime.',
    ],
    button: { url: `${appUrl}/plans`, text: 'View plans' },
    reason: `You get this email because you tried to start a trial of ${name}.`,
  }),
  usage_alert: usageMail,
}

function graceText(graceUntil: string | undefined, now: Date): string {
  const until = new Date(graceUntil ?? '')
  return until > now
    ? `You keep full access until ${dateTime.format(until)}. Pay by then and nothing changes.`
    : 'Your plan is on hold. We’ll restore it as soon as you pay.'
}

const graceFact = ({ graceUntil }: Data, now: Date) => {
  const until = new Date(graceUntil ?? '')
  return until > now ? [{ label: 'Full access until', value: date.format(until) }] : []
}

/** What is owed, or nothing where the amount isn't known. */
const owed = ({ owedCents, currency }: Data) =>
  owedCents && currency
    ? [{ label: 'Amount due', value: formatAmount(Number(owedCents), currency) }]
    : []

const planFact = ({ planName }: Data) => (planName ? [{ label: 'Plan', value: planName }] : [])

const forPlan = ({ planName }: Data) => (planName ? ` for ${planName}` : '')

const dayOf = (time: string | undefined) => date.format(new Date(time ?? ''))
