import { Info } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DemoView } from '@/components/features/demo-view'
import { demoOf, isExample } from '@/components/features/demos/demo-of'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { expandDates } from '@/components/ui/dates'
import { Popover } from '@/components/ui/overlays/popover'
import { PageHeader } from '@/components/ui/page-header'
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
  const demo = demoOf(feature)
  const plan = planByKey(services.catalog, access.plan) ?? defaultPlan(services.catalog)
  const reason = access.sources.find((source) => source.counts)
  const why = access.features.includes(feature)
    ? `Included in ${plan.name}. ${expandDates(reason?.why ?? '')}`
    : 'You’re on staff, and staff can use every feature.'

  return (
    <article className="mx-auto w-full max-w-4xl px-gutter pt-8">
      <PageHeader
        title={label.name}
        above={[{ href: '/dashboard', name: 'Dashboard' }]}
        badge={isExample(demo) && <Badge>Example data</Badge>}
        action={
          <Popover
            label="Why you have access"
            trigger={
              <>
                <Info aria-hidden="true" className="size-4" />
                Why you have access
              </>
            }
            triggerClass={buttonClass({ size: 'small', variant: 'quiet' })}
          >
            <p className="font-semibold">Why you have access</p>
            <p className="mt-1">{why}</p>
            <p className="mt-3 text-muted text-sm">
              Checked on the server each time this page loads.
            </p>
          </Popover>
        }
      >
        {label.description}
      </PageHeader>
      <DemoView demo={demo} appUrl={services.settings.APP_URL} now={services.now()} />
    </article>
  )
}

const labelOf = (feature: string) => {
  const { features } = services.catalog
  return Object.hasOwn(features, feature) ? features[feature] : undefined
}
