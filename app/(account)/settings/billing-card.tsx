import { Suspense } from 'react'
import { Detail } from '@/components/account/detail'
import { PlanSummary } from '@/components/account/plan-summary'
import { nextDate } from '@/components/account/status-text'
import { SubscriptionSkeleton } from '@/components/subscription/section'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader, CardStub } from '@/components/ui/card'
import { planHeadingId } from '@/components/ui/settings-ids'
import { StripeButton } from '@/components/ui/stripe-button'
import type { Visitor } from '@/lib/auth/session'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { hasAnythingToBuy } from '@/lib/billing/checkout/anything-to-buy'
import { currentSubscription } from '@/lib/billing/subscription/current'
import { services } from '@/lib/services'
import { type PreselectedChange, type StripeAnswer, SubscriptionDetails } from './own-subscription'

/** The plan, and how to change or pay for it. Only the part that Stripe reports is streamed. */
export function BillingCard({
  account,
  access,
  answer,
  preselected,
}: Pick<Visitor, 'account' | 'access'> & {
  answer: Promise<StripeAnswer>
  preselected: PreselectedChange | null
}) {
  const { catalog, rules } = services
  const plan = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const subscribed = planByKey(catalog, access.subscription?.plan ?? '') ?? plan
  const next = nextDate(access, services.now())
  const running = currentSubscription(account.facts, access, rules)
  const buyer = { facts: ownFacts(account.facts, rules), access }
  const mayChoose = !running && hasAnythingToBuy(buyer, catalog)

  return (
    <Card label="Plan and billing">
      <CardHeader title="Plan and billing" headingId={planHeadingId} />
      <PlanSummary plan={plan} access={access} facts={account.facts} level="h3" />
      {next && (
        <dl className="mt-5">
          <Detail
            name={subscribed === plan ? next.what : `${subscribed.name} ${lowerFirst(next.what)}`}
          >
            {next.on}
          </Detail>
        </dl>
      )}
      <div className="mt-5 empty:hidden">
        <Suspense fallback={running ? <SubscriptionSkeleton /> : null}>
          <SubscriptionDetails answer={answer} preselected={preselected} />
        </Suspense>
      </div>
      {(account.customerId || mayChoose) && (
        <CardStub className="flex flex-wrap items-start gap-x-4 gap-y-3">
          {mayChoose && (
            <ButtonLink href="/plans" variant="primary">
              Choose a plan
            </ButtonLink>
          )}
          {account.customerId && (
            <>
              <StripeButton path="/api/portal" body={{}} busy="Opening Stripe…">
                Manage billing
              </StripeButton>
              <p className="basis-60 grow self-center text-muted text-sm">
                Cards and invoices, on Stripe. You’ll come right back.
              </p>
            </>
          )}
        </CardStub>
      )}
    </Card>
  )
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
