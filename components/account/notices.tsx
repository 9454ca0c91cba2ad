import { days, daysLeft, longDate } from '@/components/ui/dates'
import { NoticeBox } from '@/components/ui/notice-box'
import { StripeButton } from '@/components/ui/stripe-button'
import type { Access, AccessRules } from '@/lib/billing/access/access'
import { bankDays } from '@/lib/billing/access/bank-payment'
import type { Facts } from '@/lib/billing/access/facts'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { billsUsage } from '@/lib/billing/catalog/overage'
import { lastLapse } from '@/lib/billing/notices/lapses'
import {
  type Charges,
  type Notice,
  noticesFor,
  type PaymentEffect,
} from '@/lib/billing/notices/notices'
import { LapseNotice } from './lapse-notice'

/** What a person must know about their subscription first, each with the one thing to do about it. */
export function AccountNotices({
  access,
  facts,
  rules,
  now,
}: {
  access: Access
  facts: Facts
  rules: AccessRules
  now: Date
}) {
  const { catalog } = rules
  const notices = noticesFor(access, now)
  const lapse = lastLapse(facts, access, rules, now)
  if (notices.length === 0 && !lapse) return null
  /** "Pro subscription"; of a plan that isn't sold any more just "subscription". */
  const what = (plan: string | null, noun: string) =>
    [planByKey(catalog, plan ?? '')?.name, noun].filter(Boolean).join(' ')
  return (
    <div className="mb-8 grid gap-3">
      {notices.map((notice) => (
        <Told
          key={notice.kind}
          notice={notice}
          what={what}
          billsUsage={'plan' in notice && billsUsage(planByKey(catalog, notice.plan ?? ''))}
          now={now}
        />
      ))}
      {lapse && (
        <LapseNotice
          lapse={lapse}
          current={planByKey(catalog, access.plan) ?? defaultPlan(catalog)}
        />
      )}
    </div>
  )
}

function Told({
  notice,
  what,
  billsUsage,
  now,
}: {
  notice: Notice
  what: (plan: string | null, noun: string) => string
  billsUsage: boolean
  now: Date
}) {
  switch (notice.kind) {
    case 'payment_failed':
      return (
        <NoticeBox
          title="A payment failed"
          isUrgent
          action={
            <>
              <Pay>Pay now</Pay>
              <Portal flow="payment_method_update">Change card</Portal>
            </>
          }
        >
          {paymentText(notice.effect, what(notice.plan, 'subscription'))}
        </NoticeBox>
      )
    case 'bank_payment':
      return notice.state === 'processing' ? (
        <NoticeBox
          title={`The bank payment for your ${what(notice.plan, nounOf(notice))} is on its way`}
        >
          Banks take {bankDays.usual}, and {bankDays.longest} at the longest. It opens when the
          money arrives; there is nothing to do until then.
        </NoticeBox>
      ) : (
        <NoticeBox
          title={`The bank payment for your ${what(notice.plan, nounOf(notice))} failed`}
          isUrgent
          action={
            notice.canPay ? (
              <Pay>Pay another way</Pay>
            ) : (
              <a href="/plans" className="button">
                Try again
              </a>
            )
          }
        >
          Your bank sent it back, so nothing was opened. A card opens it at once.
        </NoticeBox>
      )
    case 'first_payment_open':
      return (
        <NoticeBox
          title="The first payment has not gone through"
          isUrgent
          action={<Pay>Finish paying</Pay>}
        >
          Your bank may want you to confirm it. It opens nothing, and nothing is charged, until
          then.
        </NoticeBox>
      )
    case 'paused':
      return (
        <NoticeBox
          title="Your subscription is paused"
          action={
            <a href="/settings#subscription" className="button">
              Take it up again
            </a>
          }
        >
          Nothing is charged while it is, and it opens nothing.
        </NoticeBox>
      )
    case 'trial':
      return (
        <NoticeBox
          title={`${days(daysLeft(notice.endsAt, now))} left of your ${what(notice.plan, 'trial')}`}
          action={<Portal>Manage billing</Portal>}
        >
          It ends on {longDate(notice.endsAt)}.
        </NoticeBox>
      )
    case 'ending':
      return (
        <NoticeBox
          title={`Your ${what(notice.plan, 'subscription')} ends on ${longDate(notice.at)}`}
          action={
            notice.isNeeded && (
              <a href="/settings#subscription" className="button">
                Keep it instead
              </a>
            )
          }
        >
          {notice.isNeeded ? '' : 'What you have does not depend on it. '}
          {notice.charges === 'none' && billsUsage
            ? 'Until then nothing changes, and nothing more is charged than usage beyond what is included.'
            : chargeText[notice.charges]}
        </NoticeBox>
      )
  }
}

function paymentText(effect: PaymentEffect, subscription: string): string {
  switch (effect.kind) {
    case 'closes':
      return `Everything keeps working until ${longDate(effect.at)}. Pay now, or change the card: it is tried again by itself.`
    case 'closed':
      return `${effect.at ? `The time to pay ran out on ${longDate(effect.at)}, so what` : 'What'} it paid for is closed. Paying opens it again.`
    case 'none':
      return `It was for your ${subscription}. What you have does not depend on it, but it is still owed.`
  }
}

const chargeText: Record<Charges, string> = {
  none: 'Until then nothing changes, and nothing more is charged.',
  owed: 'What has not been paid is still owed.',
  renewals: 'Until then it renews as before.',
}

const nounOf = ({ for: what }: { for: 'subscription' | 'purchase' }) => what

/** To the open invoice, on Stripe's page: the card that is on file, or any other. */
const Pay = ({ children }: { children: string }) => (
  <StripeButton path="/api/pay" body={{}} busy="Opening…" className="button button-go">
    {children}
  </StripeButton>
)

const Portal = ({ flow, children }: { flow?: 'payment_method_update'; children: string }) => (
  <StripeButton path="/api/portal" body={flow ? { flow } : {}} busy="Opening…">
    {children}
  </StripeButton>
)
