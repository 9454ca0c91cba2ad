import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { choiceQuery, one, readChoice, type SearchParams } from '@/components/choice'
import { money, per } from '@/components/money'
import { orderTerms } from '@/components/order-words'
import { PlanContents } from '@/components/plan-contents'
import { StripeButton } from '@/components/stripe-button'
import { requireVisitor } from '@/lib/auth/session'
import { defaultPlan, type Plan, planByKey } from '@/lib/billing/catalog'
import { liveSubscriptions, type Order, order } from '@/lib/billing/order'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Set up billing', robots: { index: false } }

/** Where a new person lands: pay for what they chose, or don't. */
export default async function SetupBillingPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const params = await searchParams
  const { catalog, settings } = services
  const choice = readChoice(catalog, params)
  const path = choice ? `/setup-billing?${choiceQuery(choice)}` : '/setup-billing'
  const { access, account } = await requireVisitor(path)
  const wasCanceled = one(params.canceled) !== undefined
  const current = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  // The checkout asks the same question again, of what Stripe says then.
  const found = choice
    ? order(
        { plan: choice.plan.key, interval: choice.price.interval },
        { facts: account.facts, access },
        catalog,
        settings.TRIAL_DAYS,
      )
    : null

  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-8">
      {wasCanceled && (
        <p
          role="status"
          className="mb-8 rounded-xl border-go border-l-4 bg-go-tint px-5 py-4 font-medium"
        >
          You came back without paying: nothing was charged.
        </p>
      )}
      {found?.kind === 'order' ? (
        <Choice order={found} current={current} />
      ) : found?.kind === 'already_bought' ? (
        <Settled title={`${found.plan.name} is yours already`}>
          You bought it for good, so there is nothing more to pay.
        </Settled>
      ) : liveSubscriptions(account.facts).length > 0 ? (
        <Settled title="You have a subscription already">
          You are on {current.name}. Change it in your settings, so that you never pay for two.
        </Settled>
      ) : (
        <NothingChosen current={current} />
      )}
    </div>
  )
}

function Choice({
  order: { plan, price, trialDays },
  current,
}: {
  order: Extract<Order, { kind: 'order' }>
  current: Plan
}) {
  return (
    <>
      <h1 className="font-bold text-4xl">One step to {plan.name}</h1>
      <section
        aria-label="Your choice"
        className="mt-8 rounded-2xl border border-line bg-card shadow-card"
      >
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 p-6">
          <h2 className="font-bold text-2xl">{plan.name}</h2>
          <p>
            <span className="font-bold text-3xl tabular-nums tracking-tight">
              {money(price.amountCents, price.currency)}
            </span>{' '}
            <span className="text-muted">{per(price.interval)}</span>
          </p>
          <p className="w-full text-muted">{orderTerms({ plan, price, trialDays })}</p>
        </div>
        <div className="perforation p-6">
          <PlanContents plan={plan} catalog={services.catalog} isWide />
        </div>
      </section>
      <div className="mt-8 flex flex-wrap items-start gap-4">
        <StripeButton
          path="/api/checkout"
          body={{ plan: plan.key, interval: price.interval }}
          busy="Opening Stripe…"
          className="button button-go px-8"
        >
          {price.interval === 'once' ? 'Buy it' : 'Start subscription'}
        </StripeButton>
        <Link href="/dashboard" className="button">
          Stay on {current.name}
        </Link>
      </div>
      <p className="mt-5 text-muted">
        You pay on Stripe’s page and come straight back.{' '}
        <Link href={`/plans?interval=${price.interval}`} className="link">
          Choose another plan
        </Link>
      </p>
    </>
  )
}

const NothingChosen = ({ current }: { current: Plan }) => (
  <>
    <h1 className="font-bold text-4xl">Your account is ready</h1>
    <p className="mt-3 text-lg text-muted">
      You are on {current.name}
      {current.key === services.catalog.defaultPlan && ', which costs nothing and never ends'}.
      Choose a plan when you want more, or look around first.
    </p>
    <div className="mt-8 flex flex-wrap gap-4">
      <Link href="/plans" className="button button-go px-8">
        Choose a plan
      </Link>
      <Link href="/dashboard" className="button">
        Stay on {current.name}
      </Link>
    </div>
  </>
)

const Settled = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <h1 className="font-bold text-4xl">{title}</h1>
    <p className="mt-3 text-lg text-muted">{children}</p>
    <div className="mt-8 flex flex-wrap gap-4">
      <Link href="/settings" className="button button-go">
        Go to settings
      </Link>
      <Link href="/dashboard" className="button">
        Go to your dashboard
      </Link>
    </div>
  </>
)
