import type { Metadata } from 'next'
import { AccountNotices } from '@/components/account/notices'
import { FeatureCard } from '@/components/gates/feature-card'
import { quantity } from '@/components/plans/text'
import { ButtonLink } from '@/components/ui/button'
import { requirePage } from '@/lib/auth/session'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { featureGate } from '@/lib/billing/gates/gates'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Dashboard', robots: { index: false } }

export default async function DashboardPage() {
  const { access, account, entitlements } = await requirePage('/dashboard')
  const { catalog } = services
  const plan = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const features = Object.entries(catalog.features)
  const gated = features.map(([key, label]) => ({
    key,
    label,
    gate: featureGate(key, entitlements, catalog.plans),
  }))
  const openCount = gated.filter(({ gate }) => gate.kind === 'open').length
  const { staff } = entitlements
  const limits = Object.entries(access.limits)

  return (
    <div className="mx-auto w-full max-w-6xl px-5 pt-8">
      <AccountNotices
        access={access}
        facts={account.facts}
        rules={services.rules}
        now={services.now()}
      />
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="font-bold text-4xl">Dashboard</h1>
          <p className="mt-2 text-lg text-muted">
            You’re on <strong className="text-ink">{plan.name}</strong>
            {gated.length > 0 && `, with ${openCount} of ${gated.length} features`}.
            {staff && ` As staff (${staff}), you can use every feature.`}
          </p>
        </div>
        <ButtonLink href="/plans">Compare plans</ButtonLink>
      </div>

      <h2 className="sr-only">Features</h2>
      {gated.length === 0 ? (
        <p className="mt-8 rounded-2xl border-2 border-line border-dashed p-10 text-center text-muted">
          This catalog has no features yet. Add some under “features”, and each gets a card here.
        </p>
      ) : (
        <ul className="mt-8 grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
          {gated.map(({ key, label }) => (
            <FeatureCard key={key} feature={key} label={label} />
          ))}
        </ul>
      )}

      {limits.length > 0 && (
        <section aria-labelledby="included" className="mt-12">
          <h2 id="included" className="font-bold text-2xl">
            Included in {plan.name}
          </h2>
          <dl className="mt-5 grid gap-px overflow-hidden rounded-2xl border border-line bg-line sm:grid-cols-2 lg:grid-cols-4">
            {limits.map(([key, { included }]) => {
              const meter = catalog.meters[key]
              return (
                meter && (
                  <div key={key} className="bg-card p-5">
                    <dt className="text-muted">{meter.name}</dt>
                    <dd className="mt-1 font-bold text-xl tabular-nums">
                      {included === null
                        ? 'Unlimited'
                        : included === 0
                          ? 'None'
                          : quantity(included, meter.unit)}
                    </dd>
                  </div>
                )
              )
            })}
          </dl>
        </section>
      )}
    </div>
  )
}
