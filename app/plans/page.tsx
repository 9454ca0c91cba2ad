import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { metersOf } from '@/components/plans/calculator/stops'
import type { SearchParams } from '@/components/plans/choice'
import { ComparisonTable } from '@/components/plans/comparison/table'
import { ComparisonTabs } from '@/components/plans/comparison/tabs'
import { PlanQuestions } from '@/components/plans/faq'
import { questionsAbout } from '@/components/plans/faq-text'
import { PlanNeeded } from '@/components/plans/needed'
import { PlanPromotion } from '@/components/plans/promotion'
import { plansHref, readPlansQuery, termsOptions } from '@/components/plans/query'
import { TermsProvider } from '@/components/plans/terms/by-terms'
import { allTerms, termsKey } from '@/components/plans/terms/terms'
import { PlanToolbar } from '@/components/plans/terms/toolbar'
import { TrustLine } from '@/components/plans/trust-line'
import { safePath } from '@/lib/auth/safe-path'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { bestSaving } from '@/lib/billing/pricing/plan-prices'
import { services } from '@/lib/services'
import { BlockedNotice } from './blocked-notice'
import { cardOf, isRecommended, isUpgrade, requiredPlan } from './cards'
import { PlansIntro } from './intro'
import { Offers } from './offers'
import { PlanCalculator } from './plan-calculator'
import { PlanList } from './plan-list'
import { promotionOf } from './promotion'
import { findViewer } from './viewer'

export const generateMetadata = (): Metadata => ({
  metadataBase: new URL(services.settings.APP_URL),
  title: 'Pricing',
  description: 'Compare what each plan includes and what it costs, monthly or yearly.',
  alternates: { canonical: '/plans' },
})

/** Works without JavaScript: every choice is in the URL, and the calculator is a form. */
export default async function PlansPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams
  const { catalog, settings } = services
  const query = readPlansQuery(catalog, params)
  const options = termsOptions(catalog)
  const [viewer, promotion] = await Promise.all([findViewer(), promotionOf(query, params)])
  const current = viewer.isSignedIn ? (planByKey(catalog, viewer.access.plan) ?? null) : null
  const cardIn = (plan: Plan, terms: PriceTerms) => cardOf(plan, viewer, terms, promotion.lookup)
  const plans = catalog.plans.filter((plan) => cardIn(plan, query).standing.kind !== 'trial_over')
  const cards = plans.map((plan) => cardIn(plan, query))
  const required = requiredPlan(planByKey(catalog, query.upgrade ?? ''), plans)
  const recommended = cards.find(isRecommended)?.plan
  const [blocker] = cards.flatMap(({ standing }) =>
    standing.kind === 'blocked' ? [standing.blocker] : [],
  )
  const canUpgrade = allTerms(options).some((terms) =>
    plans.some((plan) => isUpgrade(cardIn(plan, terms))),
  )

  return (
    <TermsProvider options={options}>
      <div className="mx-auto w-full max-w-6xl px-5 pt-8">
        <Offers />
        {required && (
          <PlanNeeded
            plan={required}
            current={current}
            from={safePath(query.from ?? undefined, '/dashboard')}
          />
        )}
        {blocker && <BlockedNotice blocker={blocker} canUpgrade={canUpgrade} />}
        <div className="flex flex-wrap items-end justify-between gap-6">
          <PlansIntro cards={cards} current={current} />
          <PlanToolbar
            {...options}
            hrefs={Object.fromEntries(
              allTerms(options).map((terms) => [termsKey(terms), plansHref(query, terms)]),
            )}
            savings={Object.fromEntries(
              options.currencies.map((currency) => [currency, bestSaving(plans, currency)]),
            )}
          />
        </div>
        <PlanList
          {...{ plans, options, cardIn }}
          marked={{ current, required, recommended }}
          promotionCode={promotion.lookup?.kind === 'none' ? null : query.code}
          isSignedIn={viewer.isSignedIn}
        />
        <TrustLine isTaxIncluded={catalog.checkout.taxIncluded} />
        {catalog.checkout.promotionCodes &&
          cards.some(({ standing }) => standing.kind === 'buy') && (
            <PlanPromotion
              query={query}
              options={options}
              typed={promotion.typed}
              lookup={promotion.lookup}
              isReducing={(terms) => plans.some((plan) => cardIn(plan, terms).reduction)}
            />
          )}
        {hasLimits(catalog) && (
          <Section id="calculator" title="Estimate your cost">
            <PlanCalculator query={query} plans={plans.filter(({ trialOnly }) => !trialOnly)} />
          </Section>
        )}
        <Section id="comparison" title="Compare plans">
          <ComparisonTable {...{ catalog, plans, options, current }} />
          <ComparisonTabs
            {...{ catalog, plans, options, current }}
            chosen={required ?? recommended ?? current ?? plans[0]}
          />
        </Section>
        <Section id="questions" title="Frequently asked questions">
          <PlanQuestions questions={questionsAbout(catalog, settings.TRIAL_DAYS)} />
        </Section>
      </div>
    </TermsProvider>
  )
}

const hasLimits = ({ meters, plans }: Catalog) => metersOf(Object.keys(meters), plans).length > 0

const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={`${id}-title`} id={id} className="scroll-mt-6 pt-16">
    <h2 id={`${id}-title`} className="font-bold text-3xl">
      {title}
    </h2>
    {children}
  </section>
)
