import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { choiceQuery, one, readChoice, type SearchParams } from '@/components/plans/choice'
import { requireVisitor } from '@/lib/auth/session'
import { bankDays } from '@/lib/billing/access/bank-payment'
import { defaultPlan, type Plan, planByKey } from '@/lib/billing/catalog/catalog'
import { liveSubscriptions } from '@/lib/billing/checkout/order'
import { services } from '@/lib/services'
import { orderFor } from '@/lib/sync/checkout/order-for'
import { wayToPay } from './way-to-pay'
import { YourChoice } from './your-choice'

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
  const wanted = choice && {
    plan: choice.plan.key,
    interval: choice.price.interval,
    // The usual one needs no choosing, and must not stand in the way of who is billed in another.
    ...(choice.price.currency !== choice.plan.prices[0]?.currency && {
      currency: choice.price.currency,
    }),
  }
  // The checkout asks the same questions again, of what Stripe says then.
  const found = wanted && (await orderFor(services, wanted, { ...account, access }))
  const agreed =
    wanted && found?.kind === 'subscription_running'
      ? await orderFor(services, { ...wanted, endSubscription: true }, { ...account, access })
      : found
  const code = choice?.promotionCode ?? null
  const promotion = code === null ? null : await services.promotions.find(code, services.now())

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
      {agreed?.kind === 'order' && choice ? (
        <YourChoice
          order={agreed}
          current={current}
          code={code}
          promotion={promotion}
          replaced={found?.kind === 'subscription_running' ? access.subscription : null}
          way={wayToPay(settings, params)}
          path={`/setup-billing?${choiceQuery(choice)}`}
        />
      ) : found?.kind === 'already_bought' ? (
        <Settled title={`${found.plan.name} is yours already`}>
          You bought it for good, so there is nothing more to pay.
        </Settled>
      ) : found?.kind === 'payment_pending' ? (
        <Settled title="Your bank payment is on its way">
          Banks take {bankDays.usual}, and {bankDays.longest} at the longest. Your plan opens by
          itself when the money arrives. Wait for it, so that you don’t pay twice.
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
