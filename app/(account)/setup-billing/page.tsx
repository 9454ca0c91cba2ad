import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { lookUpPromotion } from '@/app/promotion-lookup'
import { bankPaymentTime } from '@/components/account/bank-text'
import { choiceQuery, one, readChoice, type SearchParams } from '@/components/plans/choice'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardStub } from '@/components/ui/card'
import { requirePage } from '@/lib/auth/session'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import type { Plan } from '@/lib/billing/catalog/schema'
import { currentSubscription } from '@/lib/billing/subscription/current'
import { services } from '@/lib/services'
import { orderFor } from '@/lib/sync/checkout/order-for'
import { wayToPay } from './way-to-pay'
import { YourChoice } from './your-choice'

export const metadata: Metadata = { title: 'Set up billing', robots: { index: false } }

/** The step after sign-up: pay for the chosen plan, or stay on the free one. */
export default async function SetupBillingPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const params = await searchParams
  const { catalog, settings } = services
  const choice = readChoice(catalog, params)
  const path = choice ? `/setup-billing?${choiceQuery(choice)}` : '/setup-billing'
  const { access, account } = await requirePage(path)
  const wasCanceled = one(params.canceled) !== undefined
  const current = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const wanted = choice && {
    plan: choice.plan.key,
    interval: choice.price.interval,
    // The plan's main currency isn't a choice: it must not block a user billed in another currency.
    ...(choice.price.currency !== choice.plan.prices[0]?.currency && {
      currency: choice.price.currency,
    }),
  }
  // For display only: checkout decides again, from Stripe's state at that time.
  const found = wanted && (await orderFor(services, wanted, { ...account, access }))
  const agreed =
    wanted && found?.kind === 'subscription_running'
      ? await orderFor(services, { ...wanted, endSubscription: true }, { ...account, access })
      : found
  const code = choice?.promotionCode ?? null
  const lookup = code === null ? null : await lookUpPromotion(code)

  return (
    <div className="mx-auto w-full max-w-2xl px-gutter pt-8 sm:pt-14">
      {wasCanceled && (
        <p
          role="status"
          className="mb-8 rounded-xl border-go border-l-4 bg-go-tint px-5 py-4 font-medium"
        >
          Checkout canceled. You weren’t charged.
        </p>
      )}
      {agreed?.kind === 'order' && choice ? (
        <YourChoice
          order={agreed}
          current={current}
          code={code}
          lookup={lookup}
          replaced={found?.kind === 'subscription_running' ? access.subscription : null}
          way={wayToPay(settings, params)}
          path={`/setup-billing?${choiceQuery(choice)}`}
        />
      ) : found?.kind === 'already_bought' ? (
        <NothingToPay title={`You already own ${found.plan.name}`}>
          It’s yours forever, so there’s nothing more to pay.
        </NothingToPay>
      ) : found?.kind === 'payment_pending' ? (
        <NothingToPay title="Your bank payment is pending">
          {bankPaymentTime} Your plan starts automatically when the payment clears. Please don’t pay
          again.
        </NothingToPay>
      ) : currentSubscription(account.facts, access, services.rules) ? (
        <NothingToPay title="You already have a subscription">
          You’re on {current.name}. Change plans in settings so you’re never billed twice.
        </NothingToPay>
      ) : (
        <NothingChosen current={current} />
      )}
    </div>
  )
}

const NothingChosen = ({ current }: { current: Plan }) => (
  <Card>
    <h1 className="font-bold text-4xl">Your account is ready</h1>
    <p className="mt-3 text-lg text-muted">
      You’re on {current.name}
      {current.key === services.catalog.defaultPlan && ': no cost, no time limit'}. Upgrade when you
      need more, or take a look around first.
    </p>
    <CardStub className="flex flex-wrap gap-3">
      <ButtonLink href="/plans" variant="primary">
        Choose a plan
      </ButtonLink>
      <ButtonLink href="/dashboard">Stay on {current.name}</ButtonLink>
    </CardStub>
  </Card>
)

const NothingToPay = ({ title, children }: { title: string; children: ReactNode }) => (
  <Card>
    <h1 className="font-bold text-4xl">{title}</h1>
    <p className="mt-3 text-lg text-muted">{children}</p>
    <CardStub className="flex flex-wrap gap-3">
      <ButtonLink href="/settings" variant="primary">
        Go to settings
      </ButtonLink>
      <ButtonLink href="/dashboard">Go to your dashboard</ButtonLink>
    </CardStub>
  </Card>
)
