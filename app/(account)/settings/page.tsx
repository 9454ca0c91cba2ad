import type { Metadata } from 'next'
import { type ReactNode, Suspense } from 'react'
import { AccountNotices } from '@/components/account/notices'
import { nextDate, statusName } from '@/components/account/status-text'
import { one, type SearchParams } from '@/components/plans/choice'
import { SignOutButton } from '@/components/sign-in/sign-out-button'
import {
  SubscriptionLimited,
  SubscriptionSection,
  SubscriptionSkeleton,
  SubscriptionUnreachable,
} from '@/components/subscription/section'
import { ButtonLink } from '@/components/ui/button'
import { expandDates } from '@/components/ui/dates'
import { planHeadingId } from '@/components/ui/settings-ids'
import { StripeButton } from '@/components/ui/stripe-button'
import { ownSubscription } from '@/lib/api/subscription/own-subscription'
import { hasRoom, requirePage } from '@/lib/auth/session'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { hasAnythingToBuy } from '@/lib/billing/checkout/anything-to-buy'
import type { RecurringInterval } from '@/lib/billing/subscription/change'
import { currentSubscription } from '@/lib/billing/subscription/current'
import type { Account } from '@/lib/db/accounts/accounts'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Settings', robots: { index: false } }

export default async function SettingsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const { catalog } = services
  const preselected = readPreselected(await searchParams)
  const path = preselected
    ? `/settings?change=${preselected.plan}&interval=${preselected.interval}`
    : '/settings'
  const { access, account } = await requirePage(path)
  const plan = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const next = nextDate(access, services.now())
  const own = planByKey(catalog, access.subscription?.plan ?? '') ?? plan
  const buyer = { facts: ownFacts(account.facts, services.rules), access }
  const mayChoose =
    !currentSubscription(account.facts, access, services.rules) && hasAnythingToBuy(buyer, catalog)

  return (
    <div className="mx-auto w-full max-w-3xl px-5 pt-8">
      <AccountNotices
        isOnSettings
        access={access}
        facts={account.facts}
        rules={services.rules}
        now={services.now()}
      />
      <h1 className="font-bold text-4xl">Settings</h1>

      <Card title="Plan and billing" headingId={planHeadingId}>
        <dl className="grid gap-5 sm:grid-cols-3">
          <Detail name="Plan">{plan.name}</Detail>
          <Detail name="Status">{statusName[access.status]}</Detail>
          {next && (
            <Detail name={own === plan ? next.what : `${own.name} ${lowerFirst(next.what)}`}>
              {next.on}
            </Detail>
          )}
        </dl>
        <div className="mt-6 empty:hidden">
          <Suspense fallback={<SubscriptionSkeleton />}>
            <OwnSubscription account={account} preselected={preselected} />
          </Suspense>
        </div>
        <div className="mt-3 flex flex-wrap gap-3">
          {account.customerId && (
            <StripeButton path="/api/portal" body={{}} busy="Opening Stripe…">
              Manage billing
            </StripeButton>
          )}
          {mayChoose && (
            <ButtonLink href="/plans" variant="primary">
              Choose a plan
            </ButtonLink>
          )}
        </div>
        <p className="mt-4 text-muted text-sm">
          Manage cards and invoices on Stripe. You’ll come right back.
        </p>
      </Card>

      <Card title="Your access">
        <ul className="grid gap-3">
          {access.sources.map((source) => (
            <li key={source.id ?? source.kind} className="flex gap-3">
              <span
                aria-hidden="true"
                className={`mt-2 size-2.5 flex-none rounded-full ${source.counts ? 'bg-go' : 'bg-line'}`}
              />
              <span className={source.counts ? undefined : 'text-muted'}>
                {expandDates(source.why)}
                {source.counts && <span className="sr-only"> This one applies.</span>}
              </span>
            </li>
          ))}
        </ul>
      </Card>

      <Card title="Account">
        <dl>
          <Detail name="Email">{account.email ?? 'None'}</Detail>
        </dl>
        <div className="mt-6">
          <SignOutButton />
        </div>
      </Card>
    </div>
  )
}

/** Reads from Stripe, so it streams in after what the account row knows. */
async function OwnSubscription({
  account,
  preselected,
}: {
  account: Account
  preselected: ReturnType<typeof readPreselected>
}) {
  if (!(await hasRoom('stripe'))) return <SubscriptionLimited />
  const own = await ownSubscription(services, account)
  switch (own.kind) {
    case 'none':
      return null
    case 'unreachable':
      return <SubscriptionUnreachable />
    case 'found':
      return (
        <SubscriptionSection view={own.view} catalog={services.catalog} preselected={preselected} />
      )
  }
}

/** A change chosen on `/plans`: `?change=pro&interval=year`. It only opens the preview. */
function readPreselected(
  params: SearchParams,
): { plan: string; interval: RecurringInterval } | null {
  const plan = planByKey(services.catalog, one(params.change) ?? '')
  const interval = one(params.interval) === 'year' ? 'year' : 'month'
  const isOffered = plan?.prices.some((price) => price.interval === interval)
  return plan && isOffered ? { plan: plan.key, interval } : null
}

const Card = ({
  title,
  headingId,
  children,
}: {
  title: string
  headingId?: string
  children: ReactNode
}) => (
  <section
    aria-label={title}
    className="mt-6 rounded-2xl border border-line bg-card p-6 shadow-card first-of-type:mt-8"
  >
    <h2
      id={headingId}
      tabIndex={headingId ? -1 : undefined}
      className="mb-5 font-bold text-xl outline-none"
    >
      {title}
    </h2>
    {children}
  </section>
)

const Detail = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-muted text-sm">{name}</dt>
    <dd className="mt-0.5 break-words font-semibold text-lg">{children}</dd>
  </div>
)

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
