import { Suspense } from 'react'
import { Detail } from '@/components/account/detail'
import { PaymentMethodName } from '@/components/account/payment-method'
import { PlanSummary } from '@/components/account/plan-summary'
import { nextDate } from '@/components/account/status-text'
import { termsText } from '@/components/subscription/view-text'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardStub } from '@/components/ui/card'
import { longDate } from '@/components/ui/dates'
import { Skeleton } from '@/components/ui/feedback/skeleton'
import { ownRunning } from '@/lib/api/subscription/own-running'
import { hasRoom, type Visitor } from '@/lib/auth/session'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { SubscriptionTerms } from '@/lib/billing/subscription/change'
import { currentSubscription } from '@/lib/billing/subscription/current'
import type { Account } from '@/lib/db/accounts/accounts'
import { services } from '@/lib/services'

/** The user's plan, with its price, next date and payment method, and links to change it. */
export function PlanCard({
  plan,
  account,
  access,
}: Pick<Visitor, 'account' | 'access'> & { plan: Plan }) {
  const subscription = currentSubscription(account.facts, access, services.rules)
  const next = nextDate(access, services.now())
  const running = subscription ? readRunning(account) : null
  return (
    <Card label="Your plan" className="flex flex-col">
      <PlanSummary plan={plan} access={access} facts={account.facts} />
      <dl className="mt-6 grid grow content-start gap-5 sm:grid-cols-2">
        {next && <Detail name={next.what}>{next.on}</Detail>}
        {running && (
          <>
            <Detail name="Payment method">
              <Suspense fallback={<Skeleton className="my-0.5 h-5 w-36" />}>
                <Method running={running} />
              </Suspense>
            </Detail>
            <Suspense fallback={null}>
              <ComingChange running={running} />
            </Suspense>
          </>
        )}
        {!subscription && !next && (
          <Detail name="Billing">
            {plan.key === services.catalog.defaultPlan ? 'Free, no card needed' : 'Nothing to pay'}
          </Detail>
        )}
      </dl>
      <CardStub className="flex flex-wrap gap-3">
        {account.customerId && (
          <ButtonLink href="/settings">
            {subscription ? 'Manage subscription' : 'Manage billing'}
          </ButtonLink>
        )}
        <ButtonLink href="/plans" variant={account.customerId ? 'quiet' : 'secondary'}>
          Compare plans
        </ButtonLink>
      </CardStub>
    </Card>
  )
}

type Running = ReturnType<typeof ownRunning>

/** Reads from Stripe once for the whole card, so what it knows streams in. */
const readRunning = async (account: Account) =>
  (await hasRoom('stripe')) ? ownRunning(services, account) : null

async function Method({ running }: { running: Running }) {
  const method = (await running)?.paymentMethod
  return method ? <PaymentMethodName method={method} /> : 'Managed on Stripe'
}

/** A change that is scheduled or waits for its payment, as settings shows it. */
async function ComingChange({ running }: { running: Running }) {
  const found = await running
  if (!found) return null
  const { scheduled, pendingUpdate } = found
  return (
    <>
      {scheduled && (
        <Detail name="Scheduled change">
          {textOf(scheduled)} on {longDate(scheduled.at)}
        </Detail>
      )}
      {pendingUpdate && <Detail name="Waiting for payment">{textOf(pendingUpdate)}</Detail>}
    </>
  )
}

const textOf = ({ plan, interval, quantity }: SubscriptionTerms): string =>
  termsText({ plan: plan?.key ?? null, interval, quantity }, services.catalog)
