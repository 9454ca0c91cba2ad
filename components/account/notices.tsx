import { formatAmount } from 'stripe-currencies'
import { buttonClass } from '@/components/ui/button'
import { days, daysLeft, longDate } from '@/components/ui/dates'
import { NoticeBox } from '@/components/ui/feedback/notice'
import { money } from '@/components/ui/money'
import { StripeButton } from '@/components/ui/stripe-button'
import type { Access } from '@/lib/billing/access/access'
import type { BillingFact, Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { billsUsage } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { firstCharge } from '@/lib/billing/notices/first-charge'
import { lastLapse } from '@/lib/billing/notices/lapses'
import { type Notice, noticesFor, type PaymentEffect } from '@/lib/billing/notices/notices'
import { bankPaymentTime } from './bank-text'
import { LapseNotice } from './lapse-notice'

/** What the user must know about their subscription, each notice with an action if there is one. */
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
  return (
    <div className="mb-8 grid gap-3">
      {notices.map((notice) => (
        <NoticeItem
          key={notice.kind}
          notice={notice}
          plan={'plan' in notice ? planByKey(catalog, notice.plan ?? '') : undefined}
          fact={facts.subscriptions.find(({ id }) => id === access.subscription?.id)}
          catalog={catalog}
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

function NoticeItem({
  notice,
  plan,
  fact,
  catalog,
  now,
}: {
  notice: Notice
  /** `undefined` if it isn't in the catalog any more. */
  plan: Plan | undefined
  /** The subscription that the notices are about. */
  fact: SubscriptionFact | undefined
  catalog: Pick<Catalog, 'checkout'>
  now: Date
}) {
  switch (notice.kind) {
    case 'payment_failed':
      return (
        <NoticeBox
          title={notice.dueAt ? 'Your invoice is past due' : 'Payment failed'}
          tone="bad"
          action={
            notice.dueAt ? (
              <Pay>Pay invoice</Pay>
            ) : (
              <>
                <Pay>Pay now</Pay>
                <Portal flow="payment_method_update">Update card</Portal>
              </>
            )
          }
        >
          {notice.dueAt
            ? `It was due on ${longDate(notice.dueAt)}${owedText(fact)}. `
            : fact?.billing?.owedCents && `You owe ${owed(fact.billing)}. `}
          {paymentText(notice, named(plan, 'subscription'))}
        </NoticeBox>
      )
    case 'invoice_due':
      return (
        <NoticeBox
          tone="signal"
          title={`Your invoice ${notice.dueAt > now ? 'is' : 'was'} due on ${longDate(notice.dueAt)}`}
          action={<Pay>Pay invoice</Pay>}
        >
          It’s for your {named(plan, 'subscription')}
          {owedText(fact)}. If you’ve already paid by bank transfer, no action is needed.
        </NoticeBox>
      )
    case 'bank_payment':
      return notice.state === 'processing' ? (
        <NoticeBox tone="signal" title={`Your bank payment for ${nameOf(plan, notice)} is pending`}>
          {bankPaymentTime} Your plan starts when it clears. No action needed.
        </NoticeBox>
      ) : (
        <NoticeBox
          title={`Your bank payment for ${nameOf(plan, notice)} failed`}
          tone="bad"
          action={
            notice.canPay ? (
              <Pay>Pay another way</Pay>
            ) : (
              <a href="/plans" className={buttonClass()}>
                Try again
              </a>
            )
          }
        >
          Your bank returned the payment. Pay by card to start your plan right away.
        </NoticeBox>
      )
    case 'first_payment_open':
      return (
        <NoticeBox
          title="Your first payment hasn’t gone through"
          tone="bad"
          action={<Pay>Complete payment</Pay>}
        >
          Your bank may need you to confirm it. You won’t be charged, and your plan won’t start,
          until you do.
        </NoticeBox>
      )
    case 'paused':
      return (
        <NoticeBox
          tone="signal"
          title="Your subscription is paused"
          action={
            notice.isNeeded && (
              <a href="/settings#subscription" className={buttonClass()}>
                Resume subscription
              </a>
            )
          }
        >
          {notice.isNeeded
            ? 'You won’t be charged, and paid features are locked.'
            : 'You won’t be charged, and your access doesn’t depend on it.'}
        </NoticeBox>
      )
    case 'trial':
      return (
        <NoticeBox
          tone="signal"
          title={`${days(daysLeft(notice.endsAt, now))} left in your ${named(plan, 'trial')}`}
          action={<Portal>Manage billing</Portal>}
        >
          {trialText(notice.endsAt, plan, fact, catalog)}
        </NoticeBox>
      )
    case 'ending':
      return (
        <NoticeBox
          tone="signal"
          title={`Your ${named(plan, 'subscription')} ends on ${longDate(notice.at)}`}
          action={
            notice.isNeeded &&
            // Staff set an end that far ahead.
            notice.charges !== 'renewals' && (
              <a href="/settings#subscription" className={buttonClass()}>
                Keep subscription
              </a>
            )
          }
        >
          {endingText(notice, billsUsage(plan))}
        </NoticeBox>
      )
  }
}

function paymentText(
  { effect, dueAt }: { effect: PaymentEffect; dueAt?: Date },
  subscription: string,
): string {
  switch (effect.kind) {
    case 'closes': {
      const how = dueAt
        ? 'A bank transfer may take a few days to arrive.'
        : 'Pay now, or update your card and we’ll retry automatically.'
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

function trialText(
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

/** ` ($30.00)`, or nothing where the amount isn't known. */
const owedText = (fact: SubscriptionFact | undefined): string =>
  fact?.billing?.owedCents ? ` (${owed(fact.billing)})` : ''

const owed = ({ owedCents = 0, currency }: BillingFact): string => formatAmount(owedCents, currency)

function endingText(
  { isNeeded, charges }: Extract<Notice, { kind: 'ending' }>,
  hasUsageBilling: boolean,
): string {
  const independent = isNeeded ? '' : 'Your access doesn’t depend on it. '
  switch (charges) {
    case 'owed':
      return `${independent}Unpaid invoices are still due.`
    case 'renewals':
      return `${independent}Until then it renews as usual.`
    case 'none': {
      const end = hasUsageBilling ? 'charged again except for extra usage.' : 'charged again.'
      return isNeeded
        ? `You have full access until then and won’t be ${end}`
        : `${independent}You won’t be ${end}`
    }
  }
}

/** `Pro subscription`, or just `subscription` for a plan that isn't in the catalog any more. */
const named = (plan: Plan | undefined, noun: string): string =>
  plan ? `${plan.name} ${noun}` : noun

const nameOf = (plan: Plan | undefined, notice: { for: 'subscription' | 'purchase' }): string =>
  plan?.name ?? `your ${notice.for}`

/** Goes to the open invoice on Stripe's page, to be paid with the saved card or another one. */
const Pay = ({ children }: { children: string }) => (
  <StripeButton path="/api/pay" body={{}} busy="Opening…" variant="primary">
    {children}
  </StripeButton>
)

const Portal = ({ flow, children }: { flow?: 'payment_method_update'; children: string }) => (
  <StripeButton path="/api/portal" body={flow ? { flow } : {}} busy="Opening…">
    {children}
  </StripeButton>
)
