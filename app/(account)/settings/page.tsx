import { Circle, CircleCheck } from 'lucide-react'
import type { Metadata } from 'next'
import { type ReactNode, Suspense } from 'react'
import { Detail } from '@/components/account/detail'
import { AccountNotices } from '@/components/account/notices'
import { PlanSummary } from '@/components/account/plan-summary'
import { nextDate } from '@/components/account/status-text'
import { one, type SearchParams } from '@/components/plans/choice'
import { SignOutButton } from '@/components/sign-in/sign-out-button'
import {
  canLeave,
  SubscriptionLeave,
  SubscriptionLimited,
  SubscriptionSection,
  SubscriptionSkeleton,
  SubscriptionUnreachable,
} from '@/components/subscription/section'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader, CardStub } from '@/components/ui/card'
import { expandDates } from '@/components/ui/dates'
import { PageHeader } from '@/components/ui/page-header'
import { planHeadingId } from '@/components/ui/settings-ids'
import { StripeButton } from '@/components/ui/stripe-button'
import {
  type OwnSubscription as OwnSubscriptionState,
  ownSubscription,
} from '@/lib/api/subscription/own-subscription'
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
  const { access, account, entitlements } = await requirePage(path)
  const plan = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const next = nextDate(access, services.now())
  const own = planByKey(catalog, access.subscription?.plan ?? '') ?? plan
  const buyer = { facts: ownFacts(account.facts, services.rules), access }
  const running = currentSubscription(account.facts, access, services.rules)
  const mayChoose = !running && hasAnythingToBuy(buyer, catalog)

  const stripeSays = readOwn(account)

  return (
    <div className="mx-auto w-full max-w-3xl px-gutter pt-8">
      <PageHeader title="Settings" />
      <AccountNotices
        isOnSettings
        access={access}
        facts={account.facts}
        rules={services.rules}
        now={services.now()}
      />
      <div className="grid gap-6">
        <Card label="Plan and billing">
          <CardHeader title="Plan and billing" headingId={planHeadingId} />
          <PlanSummary plan={plan} access={access} facts={account.facts} level="h3" />
          {next && (
            <dl className="mt-5">
              <Detail name={own === plan ? next.what : `${own.name} ${lowerFirst(next.what)}`}>
                {next.on}
              </Detail>
            </dl>
          )}
          <div className="mt-5 empty:hidden">
            <Suspense fallback={running ? <SubscriptionSkeleton /> : null}>
              <OwnSubscription own={stripeSays} preselected={preselected} />
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

        <Card label="Your access">
          <CardHeader title="Your access">Why you have what you have.</CardHeader>
          <ul className="grid gap-3">
            {entitlements.staff && (
              <Reason counts>
                You’re on staff ({entitlements.staff}), so you can use every feature.
              </Reason>
            )}
            {access.sources.map((source) => (
              <Reason key={source.id ?? source.kind} counts={source.counts}>
                {expandDates(source.why)}
              </Reason>
            ))}
          </ul>
        </Card>

        <Card label="Account">
          <CardHeader title="Account" />
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
            <dl className="min-w-0">
              <Detail name="Email">{account.email ?? 'None'}</Detail>
            </dl>
            <SignOutButton />
          </div>
        </Card>

        <Suspense fallback={null}>
          <DangerZone own={stripeSays} />
        </Suspense>
      </div>
    </div>
  )
}

type ReadOwn = OwnSubscriptionState | { kind: 'limited' }

/** Reads from Stripe once for the whole page. What the account row knows doesn't wait for it. */
const readOwn = async (account: Account): Promise<ReadOwn> =>
  (await hasRoom('stripe')) ? ownSubscription(services, account) : { kind: 'limited' }

async function OwnSubscription({
  own,
  preselected,
}: {
  own: Promise<ReadOwn>
  preselected: ReturnType<typeof readPreselected>
}) {
  const found = await own
  switch (found.kind) {
    case 'none':
      return null
    case 'limited':
      return <SubscriptionLimited />
    case 'unreachable':
      return <SubscriptionUnreachable />
    case 'found':
      return (
        <SubscriptionSection
          view={found.view}
          catalog={services.catalog}
          preselected={preselected}
        />
      )
  }
}

/** The last card, so that nothing moves when it comes. */
async function DangerZone({ own }: { own: Promise<ReadOwn> }) {
  const found = await own
  if (found.kind !== 'found' || !canLeave(found.view)) return null
  return (
    <Card label="Danger zone" className="border-bad/40">
      <CardHeader title="Danger zone">
        {found.view.can.pause
          ? 'Take a break, or end your subscription. You can change your mind.'
          : 'End your subscription. You can change your mind until it has ended.'}
      </CardHeader>
      <SubscriptionLeave view={found.view} catalog={services.catalog} />
    </Card>
  )
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

const Reason = ({ counts, children }: { counts: boolean; children: ReactNode }) => (
  <li className="flex gap-3">
    {counts ? (
      <CircleCheck aria-hidden="true" className="mt-0.5 size-5 flex-none text-go" />
    ) : (
      <Circle aria-hidden="true" className="mt-0.5 size-5 flex-none text-muted" />
    )}
    <span className={counts ? undefined : 'text-muted'}>
      {children}
      {counts && <span className="sr-only"> This one applies.</span>}
    </span>
  </li>
)

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
