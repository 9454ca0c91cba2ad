import type { Metadata } from 'next'
import { one, type SearchParams } from '@/components/plans/choice'
import { checkoutOutcome } from '@/lib/api/checkout/checkout-return'
import { hasRoom, requirePage } from '@/lib/auth/session'
import { services } from '@/lib/services'
import {
  Expired,
  NotYours,
  Paid,
  PaymentFailed,
  Pending,
  StillOpen,
  TooOften,
  TrialRefused,
  Unreachable,
} from './outcomes'

export const metadata: Metadata = {
  title: 'Order confirmation',
  robots: { index: false },
  referrer: 'no-referrer',
}

/** Where Stripe sends a buyer back to. The URL names the checkout; Stripe says how it went. */
export default async function CheckoutReturnPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const sessionId = one((await searchParams).session_id)
  const path = `/checkout/return?session_id=${encodeURIComponent(sessionId ?? '')}`
  const { token } = await requirePage(path)
  if (!(await hasRoom('stripe'))) return <TooOften path={path} />
  const outcome = await checkoutOutcome(services)(token, sessionId)

  switch (outcome.kind) {
    case 'active':
      return <Paid {...outcome} />
    case 'pending':
      return <Pending {...outcome} path={path} />
    case 'payment_failed':
      return <PaymentFailed />
    case 'trial_refused':
      return <TrialRefused {...outcome} />
    case 'still_open':
      return <StillOpen {...outcome} />
    case 'expired':
      return <Expired />
    case 'not_yours':
      return <NotYours />
    case 'unreachable':
      return <Unreachable path={path} />
  }
}
