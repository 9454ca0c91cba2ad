import { CircleHelp, CircleX, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { bankPaymentTime } from '@/components/account/bank-text'
import { FreshToken } from '@/components/account/fresh-token'
import { SignOutButton } from '@/components/sign-in/sign-out-button'
import { ButtonLink, buttonClass } from '@/components/ui/button'
import { longDate } from '@/components/ui/dates'
import type { CheckoutReturn } from '@/lib/api/checkout/checkout-return'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { services } from '@/lib/services'
import { LiftingBarrier } from './lifting-barrier'
import { ReturnMessage } from './result'
import { OrderSummary } from './summary'

type Outcome<Kind extends CheckoutReturn['kind']> = Extract<CheckoutReturn, { kind: Kind }>

export function Paid({ plan, groups, endsAt, trialEndsAt, receipt }: Outcome<'active'>) {
  const name = planByKey(services.catalog, plan)?.name ?? plan
  return (
    <ReturnMessage
      icon={<LiftingBarrier />}
      title={`You’re on ${name}`}
      summary={receipt && <OrderSummary plan={name} receipt={receipt} />}
      actions={
        <>
          <ButtonLink href="/dashboard" variant="primary">
            Go to your dashboard
          </ButtonLink>
          <ButtonLink href="/settings">Manage plan</ButtonLink>
        </>
      }
    >
      <p>
        {trialEndsAt
          ? `Your free trial runs until ${longDate(trialEndsAt)}. You weren’t charged today.`
          : 'Your payment was successful, and all of your plan’s features are ready to use.'}
      </p>
      {endsAt && <p>Your subscription won’t renew. It ends on {longDate(endsAt)}.</p>}
      <FreshToken groups={groups} />
    </ReturnMessage>
  )
}

/** The payment isn't confirmed yet. `path` reloads this page. */
export const Pending = ({ isBank, path }: Outcome<'pending'> & { path: string }) => (
  <CheckLater path={path} title="Payment processing">
    {isBank
      ? `${bankPaymentTime} Your plan starts automatically when the payment clears. Until then your current plan stays the same. You don’t need to do anything or pay again.`
      : 'We’re confirming your payment. Your plan will start automatically.'}
  </CheckLater>
)

export const PaymentFailed = () => (
  <ReturnMessage
    icon={<CircleX />}
    title="Your bank returned the payment"
    actions={
      <>
        <ButtonLink href="/plans" variant="primary">
          Try again
        </ButtonLink>
        <ButtonLink href="/settings">Go to settings</ButtonLink>
      </>
    }
  >
    <p>You weren’t charged. Ask your bank why, or pay by card to start your plan right away.</p>
  </ReturnMessage>
)

export function TrialRefused({ plan }: Outcome<'trial_refused'>) {
  const sold = planByKey(services.catalog, plan ?? '')
  return (
    <ReturnMessage
      icon={<CircleHelp />}
      title="You’ve already used your free trial"
      actions={
        <>
          <ButtonLink href={sold ? `/setup-billing?plan=${sold.key}` : '/plans'} variant="primary">
            Continue without a trial
          </ButtonLink>
          <ButtonLink href="/plans">View all plans</ButtonLink>
        </>
      }
    >
      <p>
        This card or email was used for a trial before, so we canceled this one. You weren’t
        charged. You can subscribe to {sold?.name ?? 'the plan'} now.
      </p>
    </ReturnMessage>
  )
}

export const StillOpen = ({ url }: Outcome<'still_open'>) => (
  <ReturnMessage
    icon={<CircleHelp />}
    title="Your checkout isn’t complete"
    actions={
      <>
        <a href={url} className={buttonClass({ variant: 'primary' })}>
          Continue to payment
        </a>
        <ButtonLink href="/plans">Choose a different plan</ButtonLink>
      </>
    }
  >
    <p>You haven’t been charged.</p>
  </ReturnMessage>
)

export const Expired = () => (
  <ReturnMessage
    icon={<Clock />}
    title="Your checkout has expired"
    actions={
      <ButtonLink href="/plans" variant="primary">
        Choose a plan
      </ButtonLink>
    }
  >
    <p>You weren’t charged. You can start again anytime.</p>
  </ReturnMessage>
)

/** The user has reached the rate limit of this page. `path` reloads it. */
export const TooOften = ({ path }: { path: string }) => (
  <CheckLater path={path} title="Check again in a minute">
    You’ve loaded this page too many times. If you paid, your plan starts automatically. Please
    don’t pay again.
  </CheckLater>
)

export const NotYours = () => (
  <ReturnMessage
    icon={<CircleHelp />}
    title="We couldn’t find that checkout"
    actions={
      <>
        <ButtonLink href="/dashboard" variant="primary">
          Go to your dashboard
        </ButtonLink>
        <SignOutButton />
      </>
    }
  >
    <p>If you paid with a different account, sign in with that one.</p>
  </ReturnMessage>
)

/** Stripe can't be reached. `path` reloads this page. */
export const Unreachable = ({ path }: { path: string }) => (
  <CheckLater path={path} title="We can’t confirm your payment yet">
    Stripe isn’t answering right now. If you paid, your plan will start automatically. Please don’t
    pay again.
  </CheckLater>
)

/** An outcome that isn't known yet. The button loads the page at `path` again. */
const CheckLater = ({
  path,
  title,
  children,
}: {
  path: string
  title: string
  children: ReactNode
}) => (
  <ReturnMessage
    icon={<Clock />}
    title={title}
    actions={
      <>
        <a href={path} className={buttonClass({ variant: 'primary' })}>
          Check again
        </a>
        <ButtonLink href="/dashboard">Go to your dashboard</ButtonLink>
      </>
    }
  >
    <p>{children}</p>
  </ReturnMessage>
)
