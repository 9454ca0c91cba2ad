import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { Access } from '@/lib/billing/access'
import { days, daysLeft, longDate } from './dates'
import { type Notice, noticesFor } from './notices'
import { StripeButton } from './stripe-button'

/** What a person must know about their subscription first, each with the one thing to do about it. */
export function AccountNotices({
  access,
  planName,
  now,
}: {
  access: Access
  planName: string
  now: Date
}) {
  const notices = noticesFor(access, now)
  if (notices.length === 0) return null
  return (
    <div className="mb-8 grid gap-3">
      {notices.map((notice) => (
        <NoticeBox key={notice.kind} notice={notice} planName={planName} now={now} />
      ))}
    </div>
  )
}

function NoticeBox({ notice, planName, now }: { notice: Notice; planName: string; now: Date }) {
  switch (notice.kind) {
    case 'payment_failed':
      return (
        <Box
          title="A payment failed"
          isUrgent
          action={<Portal flow="payment_method_update">Fix payment</Portal>}
        >
          {notice.worksUntil
            ? `Everything keeps working until ${longDate(notice.worksUntil)}. Put another card in before then.`
            : 'What it paid for is closed until it goes through. Put another card in to open it again.'}
        </Box>
      )
    case 'first_payment_open':
      return (
        <Box
          title="The first payment has not gone through"
          isUrgent
          action={<Portal>Finish paying</Portal>}
        >
          Your bank may want you to confirm it. Nothing opens, and nothing is charged, until then.
        </Box>
      )
    case 'paused':
      return (
        <Box title="Your subscription is paused" action={<Portal>Take it up again</Portal>}>
          Nothing is charged while it is, and what it pays for is closed.
        </Box>
      )
    case 'trial':
      return (
        <Box
          title={`${days(daysLeft(notice.endsAt, now))} left of your ${planName} trial`}
          action={<Portal>Manage billing</Portal>}
        >
          It ends on {longDate(notice.endsAt)}.
        </Box>
      )
    case 'ending':
      return (
        <Box
          title={`Your ${planName} subscription ends on ${longDate(notice.at)}`}
          action={<Portal>Keep it instead</Portal>}
        >
          Until then nothing changes, and nothing more is charged.
        </Box>
      )
  }
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
