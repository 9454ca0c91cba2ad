import { clsx } from 'clsx'
import { Sparkles } from 'lucide-react'
import type { Metadata } from 'next'
import { AccountNotices } from '@/components/account/notices'
import { FeatureList } from '@/components/gates/feature-list'
import { EmptyState } from '@/components/ui/feedback/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/auth/session'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { featureGate } from '@/lib/billing/gates/gates'
import { services } from '@/lib/services'
import { UsageCard } from '../../usage-card'
import { PlanCard } from './plan-card'

export const metadata: Metadata = { title: 'Dashboard', robots: { index: false } }

export default async function DashboardPage() {
  const { access, account, entitlements } = await requirePage('/dashboard')
  const { catalog } = services
  const plan = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const features = Object.entries(catalog.features).map(([key, label]) => ({ key, label }))
  const open = features.filter(
    ({ key }) => featureGate(key, entitlements, catalog.plans).kind === 'open',
  )
  const { staff } = entitlements
  const hasLimits = Object.keys(access.limits).length > 0

  return (
    <div className="mx-auto w-full max-w-page px-gutter pt-8">
      <PageHeader title="Dashboard">
        You’re on <strong className="text-ink">{plan.name}</strong>
        {features.length > 0 && `, with ${open.length} of ${features.length} features`}.
        {staff && ` As staff (${staff}), you can use every feature.`}
      </PageHeader>
      <AccountNotices
        access={access}
        facts={account.facts}
        rules={services.rules}
        now={services.now()}
      />
      <div
        className={clsx('mb-6 grid gap-6', hasLimits && 'lg:grid-cols-[3fr_2fr] lg:items-start')}
      >
        <PlanCard plan={plan} access={access} account={account} />
        {hasLimits && <UsageCard plan={plan} account={account} access={access} />}
      </div>
      {features.length === 0 ? (
        <EmptyState icon={<Sparkles className="size-6" />} title="No features yet">
          Add some to the catalog under “features”, and each gets a row here.
        </EmptyState>
      ) : (
        <FeatureList features={features} />
      )}
    </div>
  )
}
