import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { Access } from '@/lib/billing/access'
import { type Catalog, planByKey } from '@/lib/billing/catalog'
import { type Charges, type Notice, noticesFor, type PaymentEffect } from '@/lib/billing/notices'
import { days, daysLeft, longDate } from './dates'
import { StripeButton } from './stripe-button'

/** What a person must know about their subscription first, each with the one thing to do about it. */
export function AccountNotices({
  access,
  catalog,
  now,
}: {
  access: Access
  catalog: Catalog
  now: Date
}) {
  const notices = noticesFor(access, now)
  if (notices.length === 0) return null
  /** "Pro subscription"; of a plan that isn't sold any more just "subscription". */
  const what = (plan: string | null, noun: string) =>
    [planByKey(catalog, plan ?? '')?.name, noun].filter(Boolean).join(' ')
  return (
    <div className="mb-8 grid gap-3">
      {notices.map((notice) => (
        <NoticeBox key={notice.kind} notice={notice} what={what} now={now} />
      ))}
    </div>
  )
}

function NoticeBox({
  notice,
  what,
  now,
}: {
  notice: Notice
  what: (plan: string | null, noun: string) => string
  now: Date
}) {
  switch (notice.kind) {
    case 'payment_failed':
      return (
        <Box
          title="A payment failed"
          isUrgent
          action={<Portal flow="payment_method_update">Fix payment</Portal>}
        >
          {paymentWords(notice.effect, what(notice.plan, 'subscription'))}
        </Box>
      )
    case 'first_payment_open':
      return (
        <Box
          title="The first payment has not gone through"
          isUrgent
          action={<Portal>Finish paying</Portal>}
        >
          Your bank may want you to confirm it. It opens nothing, and nothing is charged, until
          then.
        </Box>
      )
    case 'paused':
      return (
        <Box title="Your subscription is paused" action={<Portal>Take it up again</Portal>}>
          Nothing is charged while it is, and it opens nothing.
        </Box>
      )
    case 'trial':
      return (
        <Box
          title={`${days(daysLeft(notice.endsAt, now))} left of your ${what(notice.plan, 'trial')}`}
          action={<Portal>Manage billing</Portal>}
        >
          It ends on {longDate(notice.endsAt)}.
        </Box>
      )
    case 'ending':
      return (
        <Box
          title={`Your ${what(notice.plan, 'subscription')} ends on ${longDate(notice.at)}`}
          action={<Portal>Keep it instead</Portal>}
        >
          {chargeWords[notice.charges]}
        </Box>
      )
  }
}

function paymentWords(effect: PaymentEffect, subscription: string): string {
  switch (effect.kind) {
    case 'closes':
      return `Everything keeps working until ${longDate(effect.at)}. Put another card in before then.`
    case 'closed':
      return 'What it paid for is closed until it goes through. Put another card in to open it again.'
    case 'none':
      return `It was for your ${subscription}. What you have does not depend on it, but it is still owed.`
  }
}

const chargeWords: Record<Charges, string> = {
  none: 'Until then nothing changes, and nothing more is charged.',
  owed: 'What has not been paid is still owed.',
  renewals: 'Until then it renews as before.',
}

function Box({
  title,
  isUrgent = false,
  action,
  children,
}: {
  title: string
  isUrgent?: boolean
  action: ReactNode
  children: ReactNode
}) {
  return (
    <section
      aria-label={title}
      className={clsx(
        'flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-xl border-l-4 px-5 py-4',
        isUrgent ? 'border-bad bg-bad-tint' : 'border-signal bg-signal-tint',
      )}
    >
      <div className="max-w-2xl">
        <h2 className={clsx('font-bold', isUrgent ? 'text-bad' : 'text-signal-ink')}>{title}</h2>
        <p>{children}</p>
      </div>
      {action}
    </section>
  )
}

const Portal = ({ flow, children }: { flow?: 'payment_method_update'; children: string }) => (
  <StripeButton path="/api/portal" body={flow ? { flow } : {}} busy="Opening…">
    {children}
  </StripeButton>
)
