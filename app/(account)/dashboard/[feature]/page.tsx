import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Barrier } from '@/components/ui/barrier'
import { expandDates } from '@/components/ui/dates'
import { requirePage } from '@/lib/auth/session'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { services } from '@/lib/services'

type Props = PageProps<'/dashboard/[feature]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { feature } = await params
  return { title: labelOf(feature)?.name ?? 'Not found', robots: { index: false } }
}

/** An example of a gated page: one line checks access, and everything below it is gated. */
export default async function FeaturePage({ params }: Props) {
  const { feature } = await params
  const label = labelOf(feature)
  if (!label) notFound()
  const { access } = await requirePage(`/dashboard/${feature}`)
  const plan = planByKey(services.catalog, access.plan) ?? defaultPlan(services.catalog)
  const reason = access.sources.find((source) => source.counts)

  return (
    <article className="mx-auto w-full max-w-2xl px-5 pt-8">
      <nav aria-label="Breadcrumb" className="mb-6">
        <Link href="/dashboard" className="link">
          Dashboard
        </Link>
      </nav>
      <Barrier open />
      <h1 className="mt-4 font-bold text-4xl">{label.name}</h1>
      <p className="mt-3 text-lg text-muted">{label.description}</p>
      <section className="mt-8 rounded-2xl border border-line bg-card p-6 shadow-card">
        <h2 className="font-bold text-lg">Why you have access</h2>
        <p className="mt-2">
          {access.features.includes(feature)
            ? `Included in ${plan.name}. ${expandDates(reason?.why ?? '')}`
            : 'You’re on staff, and staff can use every feature.'}
        </p>
        <p className="mt-4 text-muted">
          Access is checked on the server every time this page loads. When your plan ends, so does
          access, even with an old token or bookmark.
        </p>
      </section>
    </article>
  )
}

const labelOf = (feature: string) => {
  const { features } = services.catalog
  return Object.hasOwn(features, feature) ? features[feature] : undefined
}
