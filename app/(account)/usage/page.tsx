import { Gauge } from 'lucide-react'
import type { Metadata } from 'next'
import { ButtonLink } from '@/components/ui/button'
import { longDate } from '@/components/ui/dates'
import { EmptyState } from '@/components/ui/feedback/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { BurstButton } from '@/components/usage/burst-button'
import { rangeOf } from '@/components/usage/chart-text'
import { UsageProvider } from '@/components/usage/live'
import { MeterCard } from '@/components/usage/meter-card'
import { UsageNotices } from '@/components/usage/notices'
import { chartPoints } from '@/components/usage/points'
import { UsageTotals } from '@/components/usage/totals'
import { requirePage } from '@/lib/auth/session'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { services } from '@/lib/services'
import { usageHistory } from '@/lib/sync/usage/usage-history'
import { planMeters } from '../usage-meters'

export const metadata: Metadata = { title: 'Usage', robots: { index: false } }

/** What is used in this period, what it comes to, and how it went so far. */
export default async function UsagePage() {
  const { access, account } = await requirePage('/usage')
  const { catalog } = services
  const now = services.now()
  const { period, meters } = await planMeters(account, access)
  const plan = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const histories = await Promise.all(
    meters.map(({ meter }) => dailyPoints(account.userId, meter, now)),
  )

  return (
    <div className="mx-auto w-full max-w-page px-gutter pt-8">
      <PageHeader
        title="Usage"
        action={
          <>
            {services.settings.LOCAL_STACK && meters.length > 0 && <BurstButton />}
            {account.customerId && <ButtonLink href="/settings">Manage subscription</ButtonLink>}
          </>
        }
      >
        On <strong className="text-ink">{plan.name}</strong>, from {longDate(period.start)} to{' '}
        {longDate(period.end)}.
      </PageHeader>
      {meters.length === 0 ? (
        <EmptyState
          icon={<Gauge className="size-6" />}
          title="Nothing is counted"
          action={<ButtonLink href="/dashboard">Go to your dashboard</ButtonLink>}
        >
          Your plan has no limits, so there’s nothing to keep an eye on.
        </EmptyState>
      ) : (
        <UsageProvider initial={meters} now={now.getTime()}>
          <UsageNotices />
          <UsageTotals resetsAt={period.end.toISOString()} />
          <div className="grid gap-6">
            {meters.map(({ meter }, at) => (
              <MeterCard
                key={meter}
                meter={meter}
                description={catalog.meters[meter]?.description ?? ''}
                planName={plan.name}
                history={histories[at] ?? []}
              />
            ))}
          </div>
        </UsageProvider>
      )}
    </div>
  )
}

/** The chart that the page begins with. The browser asks for the others. */
async function dailyPoints(userId: string, meter: string, now: Date) {
  const described = services.catalog.meters[meter]
  if (!described) return []
  const range = rangeOf('days', now)
  const recorded = await usageHistory(services, { userId, meter }, described, {
    from: range.from,
    to: now,
    step: 'day',
  })
  return chartPoints(recorded, range, described.aggregation)
}
