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
import { trialName } from '@/lib/billing/access/claim-text'
import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { billsUsage } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { Notice } from '@/lib/billing/notices/notices'
import { bankPaymentTime } from './bank-text'
import { GoLink, PayButton, PortalButton } from './notice-actions'
import { endingText, owed, owedText, paymentText, subscriptionName, trialText } from './notice-text'

/** A notice in words: its icon shows the tone as well, so that color is never alone. */
export type NoticeContent = {
  tone: 'bad' | 'signal'
  Icon: LucideIcon
  title: string
  text: ReactNode
  action?: ReactNode
}

export type NoticeContext = {
  /** `undefined` if it isn't in the catalog any more. */
  plan: Plan | undefined
  /** The subscription that the notices are about. */
  fact: SubscriptionFact | undefined
  catalog: Pick<Catalog, 'checkout'>
  now: Date
  /** On the settings page, the buttons below do what a link to it would offer. */
  isOnSettings: boolean
}

export function noticeContent(
  notice: Notice,
  { plan, fact, catalog, now, isOnSettings }: NoticeContext,
): NoticeContent {
  switch (notice.kind) {
    case 'payment_failed': {
      const nextTryAt = fact?.billing?.nextTryAt
      const text = paymentText(
        notice,
        subscriptionName(plan),
        nextTryAt && nextTryAt > now ? nextTryAt : null,
      )
      return notice.dueAt
        ? {
            tone: 'bad',
            Icon: FileText,
            title: 'Your invoice is past due',
            text: `It was due on ${longDate(notice.dueAt)}${owedText(fact)}. ${text}`,
            action: <PayButton>Pay invoice</PayButton>,
          }
        : {
            tone: 'bad',
            Icon: CircleAlert,
            title: 'Payment failed',
            text: `${fact?.billing?.owedCents ? `You owe ${owed(fact.billing)}. ` : ''}${text}`,
            action: (
              <>
                <PayButton>Pay now</PayButton>
                <PortalButton flow="payment_method_update">Update card</PortalButton>
              </>
            ),
          }
    }
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
      return {
        tone: 'signal',
        Icon: CirclePause,
        title: notice.endsAt
          ? `Your subscription is paused and ends on ${longDate(notice.endsAt)}`
          : 'Your subscription is paused',
        text: notice.isNeeded
          ? 'You won’t be charged, and paid features are locked.'
          : 'You won’t be charged, and your access doesn’t depend on it.',
        action: notice.isNeeded && !isOnSettings && (
          <GoLink>{notice.endsAt ? 'Manage subscription' : 'Resume subscription'}</GoLink>
        ),
      }
    case 'trial':
      return {
        tone: 'signal',
        Icon: Hourglass,
        title: `${days(daysLeft(notice.endsAt, now))} left in your ${trialName(plan?.name ?? '')}`,
        text: trialText(notice.endsAt, plan, fact, catalog),
        action: <PortalButton>Manage billing</PortalButton>,
      }
    case 'ending': {
      const what = notice.isTrial ? trialName(plan?.name ?? '') : subscriptionName(plan)
      return {
        tone: 'signal',
        Icon: CalendarX,
        title: `Your ${what} ends on ${longDate(notice.at)}`,
        text: endingText(notice, billsUsage(plan) && !notice.isTrial),
        // Staff set an end beyond the paid period: it isn't the user's to take back.
        action: notice.isNeeded && !isOnSettings && notice.charges !== 'renewals' && (
          <GoLink>Keep subscription</GoLink>
        ),
      }
    }
  }
}

function bankContent(
  notice: Extract<Notice, { kind: 'bank_payment' }>,
  plan: Plan | undefined,
): NoticeContent {
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
          <GoLink to="/plans">Try again</GoLink>
        ),
      }
}
