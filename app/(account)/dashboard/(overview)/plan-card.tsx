import { Suspense } from 'react'
import { Detail } from '@/components/account/detail'
import { PaymentMethodName } from '@/components/account/payment-method'
import { PlanSummary } from '@/components/account/plan-summary'
import { nextDate } from '@/components/account/status-text'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardStub } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/feedback/skeleton'
import { ownPaymentMethod } from '@/lib/api/subscription/own-payment-method'
import { hasRoom, type Visitor } from '@/lib/auth/session'
import type { Plan } from '@/lib/billing/catalog/schema'
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
  return (
    <Card label="Your plan" className="flex flex-col">
      <PlanSummary plan={plan} access={access} facts={account.facts} />
      <dl className="mt-6 grid grow content-start gap-5 sm:grid-cols-2">
        {next && <Detail name={next.what}>{next.on}</Detail>}
        {subscription && (
          <Detail name="Payment method">
            <Suspense fallback={<Skeleton className="my-0.5 h-5 w-36" />}>
              <Method account={account} />
            </Suspense>
          </Detail>
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

/** The payment method. It streams in, because it is read from Stripe. */
async function Method({ account }: { account: Account }) {
  const method = (await hasRoom('stripe')) ? await ownPaymentMethod(services, account) : null
  return method ? <PaymentMethodName method={method} /> : 'Managed on Stripe'
}
