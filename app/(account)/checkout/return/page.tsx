import { CircleCheck, CircleHelp, CircleX, Clock } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { FreshToken } from '@/components/account/token-refresher'
import { one, type SearchParams } from '@/components/plans/choice'
import { longDate } from '@/components/ui/dates'
import { checkoutOutcome } from '@/lib/api/checkout/checkout-return'
import { requireVisitor } from '@/lib/auth/session'
import { bankDays } from '@/lib/billing/access/bank-payment'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { services } from '@/lib/services'

export const metadata: Metadata = {
  title: 'Back from Stripe',
  robots: { index: false },
  referrer: 'no-referrer',
}

/** Where Stripe sends a buyer back to. The address says which checkout; Stripe says how it went. */
export default async function CheckoutReturnPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const sessionId = one((await searchParams).session_id)
  const path = `/checkout/return?session_id=${encodeURIComponent(sessionId ?? '')}`
  const { token } = await requireVisitor(path)
  const outcome = await checkoutOutcome(services)(token, sessionId)

  switch (outcome.kind) {
    case 'active': {
      const plan = planByKey(services.catalog, outcome.plan)
      return (
        <Said icon={<CircleCheck />} title={`${plan?.name ?? outcome.plan} is yours`}>
          <p>
            {outcome.trialEndsAt
              ? `Your trial runs until ${longDate(outcome.trialEndsAt)}. Nothing was charged`
              : 'Your payment went through'}
            , and everything your plan includes is open.
          </p>
          {outcome.endsAt && (
            <p>
              Your subscription is not renewed: it ends on {longDate(outcome.endsAt)}, as you
              agreed.
            </p>
          )}
          <FreshToken groups={outcome.groups} />
          <Actions>
            <Link href="/dashboard" className="button button-go px-8">
              Go to your dashboard
            </Link>
            <Link href="/settings" className="button">
              See your plan
            </Link>
          </Actions>
        </Said>
      )
    }
    case 'pending':
      return (
        <Said icon={<Clock />} title="Your payment is on its way">
          {outcome.isBank ? (
            <p>
              Banks take {bankDays.usual}, and {bankDays.longest} at the longest. Your plan opens by
              itself when the money arrives; until then nothing is open that wasn’t before. There is
              nothing to do, and no need to pay again.
            </p>
          ) : (
            <p>You have paid, and we are about to hear of it. Your plan opens by itself.</p>
          )}
          <Actions>
            <a href={path} className="button button-go">
              Look again
            </a>
            <Link href="/dashboard" className="button">
              Go to your dashboard
            </Link>
          </Actions>
        </Said>
      )
    case 'payment_failed':
      return (
        <Said icon={<CircleX />} title="Your bank sent the payment back">
          <p>
            Nothing was charged, and nothing was opened. Your bank can tell you why; a card opens
            your plan at once.
          </p>
          <Actions>
            <Link href="/plans" className="button button-go">
              Try again
            </Link>
            <Link href="/settings" className="button">
              Go to settings
            </Link>
          </Actions>
        </Said>
      )
    case 'trial_refused': {
      const plan = planByKey(services.catalog, outcome.plan ?? '')
      return (
        <Said icon={<CircleHelp />} title="There is one trial for each person">
          <p>
            The card or the address that you used had one before, so this one was ended before it
            began. Nothing was charged. You can have {plan?.name ?? 'the plan'} right away by paying
            for it.
          </p>
          <Actions>
            <Link
              href={plan ? `/setup-billing?plan=${plan.key}` : '/plans'}
              className="button button-go"
            >
              Go on without a trial
            </Link>
            <Link href="/plans" className="button">
              See all plans
            </Link>
          </Actions>
        </Said>
      )
    }
    case 'still_open':
      return (
        <Said icon={<CircleHelp />} title="You haven’t paid yet">
          <p>Nothing was charged. Your checkout is still open, just as you left it.</p>
          <Actions>
            <a href={outcome.url} className="button button-go">
              Go on to pay
            </a>
            <Link href="/plans" className="button">
              Choose another plan
            </Link>
          </Actions>
        </Said>
      )
    case 'expired':
      return (
        <Said icon={<Clock />} title="That checkout has expired">
          <p>Nothing was charged. Start again whenever you like.</p>
          <Actions>
            <Link href="/plans" className="button button-go">
              Choose a plan
            </Link>
          </Actions>
        </Said>
      )
    case 'not_yours':
      return (
        <Said icon={<CircleHelp />} title="We can’t find that checkout">
          <p>
            You have none by that name. If you paid with another account, sign in with that one.
          </p>
          <Actions>
            <Link href="/dashboard" className="button button-go">
              Go to your dashboard
            </Link>
            <Link href="/signout" prefetch={false} className="button">
              Sign out
            </Link>
          </Actions>
        </Said>
      )
  }
}

const Said = ({
  icon,
  title,
  children,
}: {
  icon: ReactNode
  title: string
  children: ReactNode
}) => (
  <div className="mx-auto w-full max-w-2xl px-5 pt-12">
    <div aria-hidden="true" className="[&>svg]:size-12 [&>svg]:text-go">
      {icon}
    </div>
    <h1 className="mt-5 font-bold text-4xl">{title}</h1>
    <div className="mt-4 grid gap-3 text-lg">{children}</div>
  </div>
)

const Actions = ({ children }: { children: ReactNode }) => (
  <div className="mt-5 flex flex-wrap gap-4 text-base">{children}</div>
)
