import {
  CalendarX,
  CircleAlert,
  CirclePause,
  FileText,
  Hourglass,
  Landmark,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { days, daysLeft, longDate } from '@/components/ui/dates'
import { trialName } from '@/lib/billing/access/claims/text'
import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { billsUsage } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { Notice } from '@/lib/billing/notices/notices'
import { bankPaymentTime } from './bank-text'
import { FullLoadLink, PayButton, PortalButton } from './notice-actions'
import { endingText, owed, owedText, paymentText, subscriptionName, trialText } from './notice-text'

/** The words and the look of a notice. The icon shows the tone as well, for users who see no color. */
export type NoticeContent = {
  tone: 'bad' | 'signal'
  Icon: LucideIcon
  title: string
  text: ReactNode
  action?: ReactNode
}

type NoticeContext = {
  /** `undefined` if it isn't in the catalog any more. */
  plan: Plan | undefined
  /** The subscription that the notice is about. */
  fact: SubscriptionFact | undefined
  catalog: Pick<Catalog, 'checkout'>
  now: Date
  /** On the settings page, a link to that page would be redundant. */
  isOnSettings: boolean
}

/** Returns the words of a notice, with the buttons that help. */
export function noticeContent(notice: Notice, context: NoticeContext): NoticeContent {
  const { plan, fact, catalog, now } = context
  switch (notice.kind) {
    case 'payment_failed':
      return notice.dueAt
        ? overdueContent({ ...notice, dueAt: notice.dueAt }, context)
        : failedPaymentContent(notice, context)
    case 'invoice_due':
      return {
        tone: 'signal',
        Icon: FileText,
        title: `Your invoice ${notice.dueAt > now ? 'is' : 'was'} due on ${longDate(notice.dueAt)}`,
        text: `It’s for your ${subscriptionName(plan)}${owedText(fact)}. If you’ve already paid by bank transfer, no action is needed.`,
        action: <PayButton>Pay invoice</PayButton>,
      }
    case 'bank_payment':
      return bankContent(notice, plan)
    case 'first_payment_open':
      return {
        tone: 'bad',
        Icon: CircleAlert,
        title: 'Your first payment hasn’t gone through',
        text: 'Your bank may need you to confirm it. You won’t be charged, and your plan won’t start, until you do.',
        action: <PayButton>Complete payment</PayButton>,
      }
    case 'paused':
      return pausedContent(notice, context)
    case 'trial':
      return {
        tone: 'signal',
        Icon: Hourglass,
        title: `${days(daysLeft(notice.endsAt, now))} left in your ${trialName(plan?.name ?? '')}`,
        text: trialText(notice.endsAt, plan, fact, catalog),
        action: <PortalButton>Manage billing</PortalButton>,
      }
    case 'ending':
      return endingContent(notice, context)
  }
}

type NoticeOf<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>

const overdueContent = (
  notice: NoticeOf<'payment_failed'> & { dueAt: Date },
  { plan, fact }: NoticeContext,
): NoticeContent => ({
  tone: 'bad',
  Icon: FileText,
  title: 'Your invoice is past due',
  text: `It was due on ${longDate(notice.dueAt)}${owedText(fact)}. ${paymentText(notice, subscriptionName(plan), null)}`,
  action: <PayButton>Pay invoice</PayButton>,
})

function failedPaymentContent(
  notice: NoticeOf<'payment_failed'>,
  { plan, fact, now }: NoticeContext,
): NoticeContent {
  const nextTryAt = fact?.billing?.nextTryAt
  const upcoming = nextTryAt && nextTryAt > now ? nextTryAt : null
  const amount = fact?.billing?.owedCents ? `You owe ${owed(fact.billing)}. ` : ''
  return {
    tone: 'bad',
    Icon: CircleAlert,
    title: 'Payment failed',
    text: `${amount}${paymentText(notice, subscriptionName(plan), upcoming)}`,
    action: (
      <>
        <PayButton>Pay now</PayButton>
        <PortalButton flow="payment_method_update">Update card</PortalButton>
      </>
    ),
  }
}

const pausedContent = (
  { isNeeded, endsAt }: NoticeOf<'paused'>,
  { isOnSettings }: NoticeContext,
): NoticeContent => ({
  tone: 'signal',
  Icon: CirclePause,
  title: endsAt
    ? `Your subscription is paused and ends on ${longDate(endsAt)}`
    : 'Your subscription is paused',
  text: isNeeded
    ? 'You won’t be charged, and paid features are locked.'
    : 'You won’t be charged, and your access doesn’t depend on it.',
  action: isNeeded && !isOnSettings && (
    <FullLoadLink>{endsAt ? 'Manage subscription' : 'Resume subscription'}</FullLoadLink>
  ),
})

function endingContent(
  notice: NoticeOf<'ending'>,
  { plan, isOnSettings }: NoticeContext,
): NoticeContent {
  const what = notice.isTrial ? trialName(plan?.name ?? '') : subscriptionName(plan)
  return {
    tone: 'signal',
    Icon: CalendarX,
    title: `Your ${what} ends on ${longDate(notice.at)}`,
    text: endingText(notice, billsUsage(plan) && !notice.isTrial),
    // If renewals come before the end, staff set it, and the user can't undo it.
    action: notice.isNeeded && !isOnSettings && notice.charges !== 'renewals' && (
      <FullLoadLink>Keep subscription</FullLoadLink>
    ),
  }
}

function bankContent(notice: NoticeOf<'bank_payment'>, plan: Plan | undefined): NoticeContent {
  const what = plan?.name ?? `your ${notice.for}`
  return notice.state === 'processing'
    ? {
        tone: 'signal',
        Icon: Landmark,
        title: `Your bank payment for ${what} is pending`,
        text: `${bankPaymentTime} Your plan starts when it clears. No action needed.`,
      }
    : {
        tone: 'bad',
        Icon: Landmark,
        title: `Your bank payment for ${what} failed`,
        text: 'Your bank returned the payment. Pay by card to start your plan right away.',
        action: notice.canPay ? (
          <PayButton>Pay another way</PayButton>
        ) : (
          <FullLoadLink to="/plans">Try again</FullLoadLink>
        ),
      }
}
