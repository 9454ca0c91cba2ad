import { clsx } from 'clsx'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { contactAddress } from '@/app/contact'
import { metersOf } from '@/components/plans/calculator/stops'
import type { SearchParams } from '@/components/plans/choice'
import { ComparisonTable } from '@/components/plans/comparison-table'
import { PlanNeeded } from '@/components/plans/needed'
import { PlanAction } from '@/components/plans/plan-action'
import { PlanPromotion } from '@/components/plans/promotion'
import { type PlansQuery, readPlansQuery } from '@/components/plans/query'
import { standingOf, type Viewer } from '@/components/plans/standing'
import { PlanTicket } from '@/components/plans/ticket'
import { PlanToolbar } from '@/components/plans/toolbar'
import { priceOf } from '@/components/ui/money'
import { safePath } from '@/lib/auth/safe-path'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { decideAccess } from '@/lib/billing/access/access'
import { noFacts } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { discountedPrice, type PromotionLookup } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'
import { Offers } from './offers'
import { PlanCalculator } from './plan-calculator'
import { promotionOf } from './promotion'

export const generateMetadata = (): Metadata => ({
  metadataBase: new URL(services.settings.APP_URL),
  title: 'Pricing',
  description: 'Compare what each plan includes and what it costs, monthly or yearly.',
  alternates: { canonical: '/plans' },
})

/** Works without JavaScript: every choice is in the URL, and the calculator is a form. */
export default async function PlansPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams
  const { catalog } = services
  const query = readPlansQuery(catalog, params)
  const [viewer, promotion] = await Promise.all([findViewer(), promotionOf(query, params)])
  const current = viewer.isSignedIn ? (planByKey(catalog, viewer.access.plan) ?? null) : null
  const needed = planByKey(catalog, query.upgrade ?? '')
  const cards = catalog.plans.map((plan) => cardOf(plan, viewer, query, promotion.lookup))

  return (
    <div className="mx-auto w-full max-w-6xl px-5 pt-8">
      <Offers />
      {needed && (
        <PlanNeeded
          plan={needed}
          current={current}
          from={safePath(query.from ?? undefined, '/dashboard')}
        />
      )}
      <div className="flex flex-wrap items-end justify-between gap-6">
        <div>
          <h1 className="font-bold text-4xl sm:text-5xl">Choose your plan</h1>
          <p className="mt-3 max-w-xl text-lg text-muted">
            Start free and change plans anytime. Paid features unlock in seconds, and you can cancel
            whenever you like.
          </p>
        </div>
        <PlanToolbar catalog={catalog} query={query} />
      </div>
      <ul className={clsx('mt-10 grid gap-6 md:grid-cols-2', columns(cards.length))}>
        {cards.map(({ plan, price, reduction, standing }) => (
          <PlanTicket
            key={plan.key}
            plan={plan}
            catalog={catalog}
            price={price}
            reduction={reduction}
            trialDays={standing.kind === 'buy' ? standing.trialDays : null}
            badge={badgeOf(plan, needed, current)}
          >
            <PlanAction
              plan={plan}
              standing={standing}
              promotionCode={promotion.lookup?.kind === 'none' ? null : query.code}
              catalog={catalog}
              contact={contactAddress()}
              isSignedIn={viewer.isSignedIn}
              isNeeded={plan === needed}
            />
          </PlanTicket>
        ))}
      </ul>
      {catalog.checkout.promotionCodes && cards.some(({ standing }) => standing.kind === 'buy') && (
        <PlanPromotion
          query={query}
          typed={promotion.typed}
          lookup={promotion.lookup}
          isReducing={cards.some(({ reduction }) => reduction)}
        />
      )}
      <p className="mt-6 text-muted text-sm">
        {catalog.checkout.taxIncluded ? 'Prices include tax.' : 'Prices exclude tax.'} Payments are
        processed by Stripe. We never see your card.
      </p>
      {isMetered(catalog) && (
        <Section id="calculator" title="Estimate your cost">
          <PlanCalculator query={query} />
        </Section>
      )}
      <Section id="comparison" title="Compare plans">
        <ComparisonTable catalog={catalog} terms={query} current={current} />
      </Section>
    </div>
  )
}

async function findViewer(): Promise<Viewer> {
  const visitor = await visitorIfKnown()
  return visitor
    ? {
        facts: ownFacts(visitor.account.facts, services.rules),
        access: visitor.access,
        isSignedIn: true,
      }
    : {
        facts: noFacts,
        access: decideAccess(noFacts, services.rules, services.now()),
        isSignedIn: false,
      }
}

function cardOf(plan: Plan, viewer: Viewer, query: PlansQuery, lookup: PromotionLookup | null) {
  const { settings } = services
  const price = plan.custom ? undefined : priceOf(plan, query.interval, query.currency)
  const standing = standingOf(plan, price, viewer, query, {
    ...services.rules,
    trialDays: settings.TRIAL_DAYS,
  })
  // Only checkout applies the code shown here; a plan change asks for its own.
  const isApplied = standing.kind === 'buy' && lookup?.kind === 'found'
  return {
    plan,
    price,
    standing,
    reduction: isApplied && price ? discountedPrice(lookup.promotion, plan, price) : null,
  }
}

function badgeOf(plan: Plan, needed: Plan | undefined, current: Plan | null) {
  if (plan === current) return { text: 'Your plan', isStrong: false }
  return plan === needed ? { text: 'Required for this page', isStrong: true } : undefined
}

const isMetered = ({ meters, plans }: Catalog) => metersOf(Object.keys(meters), plans).length > 0

const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={`${id}-title`} id={id} className="scroll-mt-6 pt-16">
    <h2 id={`${id}-title`} className="font-bold text-3xl">
      {title}
    </h2>
    {children}
  </section>
)

const columns = (cards: number): string =>
  cards === 4 ? 'xl:grid-cols-4' : cards >= 3 ? 'lg:grid-cols-3' : ''
