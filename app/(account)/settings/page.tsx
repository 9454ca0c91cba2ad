import type { Metadata } from 'next'
import { Suspense } from 'react'
import { Detail } from '@/components/account/detail'
import { AccountNotices } from '@/components/account/notices'
import { one, type SearchParams } from '@/components/plans/choice'
import { SignOutButton } from '@/components/sign-in/sign-out-button'
import { Card, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/auth/session'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { services } from '@/lib/services'
import { UsageCard } from '../usage-card'
import { AccessCard } from './access-card'
import { BillingCard } from './billing-card'
import { DangerZone, type PreselectedChange, readOwnSubscription } from './own-subscription'

export const metadata: Metadata = { title: 'Settings', robots: { index: false } }

export default async function SettingsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const preselected = readPreselected(await searchParams)
  const path = preselected
    ? `/settings?change=${preselected.plan}&interval=${preselected.interval}`
    : '/settings'
  const { access, account, entitlements } = await requirePage(path)
  const plan = planByKey(services.catalog, access.plan) ?? defaultPlan(services.catalog)
  // One read for two cards. The rest of the page doesn't wait for it.
  const answer = readOwnSubscription(account)

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
        <BillingCard {...{ account, access, answer, preselected }} />
        {Object.keys(access.limits).length > 0 && (
          <UsageCard plan={plan} {...{ account, access }} />
        )}
        <AccessCard access={access} staff={entitlements.staff} />
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
          <DangerZone answer={answer} />
        </Suspense>
      </div>
    </div>
  )
}

/** A change chosen on `/plans`: `?change=pro&interval=year`. It only opens the preview. */
function readPreselected(params: SearchParams): PreselectedChange | null {
  const plan = planByKey(services.catalog, one(params.change) ?? '')
  const interval = one(params.interval) === 'year' ? 'year' : 'month'
  const isOffered = plan?.prices.some((price) => price.interval === interval)
  return plan && isOffered ? { plan: plan.key, interval } : null
}
