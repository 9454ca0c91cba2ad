import { clsx } from 'clsx'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { contactAddress } from '@/app/contact'
import { metersOf } from '@/components/plans/calculator/stops'
import type { SearchParams } from '@/components/plans/choice'
import { ComparisonTable } from '@/components/plans/comparison/table'
import { ComparisonTabs } from '@/components/plans/comparison/tabs'
import { PlanContents } from '@/components/plans/contents'
import { PlanQuestions } from '@/components/plans/faq'
import { questionsAbout } from '@/components/plans/faq-text'
import { PlanNeeded } from '@/components/plans/needed'
import { PlanAction } from '@/components/plans/plan-action'
import { PriceTag } from '@/components/plans/price-tag'
import { PlanPromotion } from '@/components/plans/promotion'
import { plansHref, readPlansQuery, termsOptions } from '@/components/plans/query'
import { type Standing, standingOf, type Viewer } from '@/components/plans/standing'
import { TermsProvider } from '@/components/plans/terms/by-terms'
import { EachTerms } from '@/components/plans/terms/each-terms'
import { allTerms, termsKey } from '@/components/plans/terms/terms'
import { PlanToolbar } from '@/components/plans/terms/toolbar'
import { PlanTicket } from '@/components/plans/ticket'
import { TrustLine } from '@/components/plans/trust-line'
import { blockerText } from '@/components/subscription/view-text'
import { ButtonLink } from '@/components/ui/button'
import { NoticeBox } from '@/components/ui/feedback/notice'
import { bestSaving, priceOf } from '@/components/ui/money'
import { ownRunning } from '@/lib/api/subscription/own-running'
import { safePath } from '@/lib/auth/safe-path'
import { hasRoom, type Visitor } from '@/lib/auth/session'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { decideAccess } from '@/lib/billing/access/access'
import { noFacts } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { discountedPrice, type PromotionLookup } from '@/lib/billing/pricing/promotion'
import { currentSubscription } from '@/lib/billing/subscription/current'
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
  const { catalog, rules, settings } = services
  const query = readPlansQuery(catalog, params)
  const options = termsOptions(catalog)
  const [viewer, promotion] = await Promise.all([findViewer(), promotionOf(query, params)])
  const current = viewer.isSignedIn ? (planByKey(catalog, viewer.access.plan) ?? null) : null
  const cardIn = (plan: Plan, terms: PriceTerms) => cardOf(plan, viewer, terms, promotion.lookup)
  const plans = catalog.plans.filter((plan) => cardIn(plan, query).standing.kind !== 'trial_over')
  const cards = plans.map((plan) => cardIn(plan, query))
  const needed = offeredInstead(planByKey(catalog, query.upgrade ?? ''), plans)
  const recommended = cards.find(isRecommended)?.plan
  const blocker = cards
    .map(({ standing }) => (standing.kind === 'blocked' ? standing.blocker : null))
    .find((blocker) => blocker !== null)
  const canUpgrade = allTerms(options).some((terms) =>
    plans.some((plan) => isUpgrade(cardIn(plan, terms))),
  )
  const calculated = plans.filter(({ trialOnly }) => !trialOnly)

  return (
    <TermsProvider options={options}>
      <div className="mx-auto w-full max-w-6xl px-5 pt-8">
        <Offers />
        {needed && (
          <PlanNeeded
            plan={needed}
            current={current}
            from={safePath(query.from ?? undefined, '/dashboard')}
          />
        )}
        {blocker && (
          <div className="mb-8">
            <NoticeBox
              tone="signal"
              title={
                canUpgrade
                  ? 'Your subscription is set to cancel'
                  : 'You can’t change plans right now'
              }
              action={<ButtonLink href="/settings">Go to settings</ButtonLink>}
            >
              {canUpgrade
                ? 'You can still upgrade for the time that’s left. To make any other change, keep your subscription first.'
                : blockerText[blocker]}
            </NoticeBox>
          </div>
        )}
        <div className="flex flex-wrap items-end justify-between gap-6">
          <div>
            <h1 className="font-bold text-4xl sm:text-5xl">{introOf(cards, current).title}</h1>
            <p className="mt-3 max-w-xl text-lg text-muted">{introOf(cards, current).lead}</p>
          </div>
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
        <ul className={clsx('mt-12 grid gap-x-6 gap-y-9', columns(plans.length))}>
          {plans.map((plan) => (
            <PlanTicket
              key={plan.key}
              plan={plan}
              badge={badgeOf(plan, needed, current, recommended)}
              price={
                <EachTerms options={options}>
                  {(terms) => {
                    const { price, reduction, standing } = cardIn(plan, terms)
                    const trialDays = standing.kind === 'buy' ? standing.trialDays : null
                    return <PriceTag {...{ plan, catalog, price, reduction, trialDays }} />
                  }}
                </EachTerms>
              }
              action={
                <EachTerms options={options}>
                  {(terms) => (
                    <PlanAction
                      plan={plan}
                      standing={cardIn(plan, terms).standing}
                      promotionCode={promotion.lookup?.kind === 'none' ? null : query.code}
                      catalog={catalog}
                      contact={contactAddress()}
                      isSignedIn={viewer.isSignedIn}
                      isPrimary={plan === (needed ?? recommended)}
                    />
                  )}
                </EachTerms>
              }
            >
              <EachTerms options={options}>
                {({ currency }) => <PlanContents {...{ plan, catalog, currency }} isShort />}
              </EachTerms>
            </PlanTicket>
          ))}
        </ul>
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
        {isMetered(catalog) && (
          <Section id="calculator" title="Estimate your cost">
            <PlanCalculator query={query} plans={calculated} />
          </Section>
        )}
        <Section id="comparison" title="Compare plans">
          <ComparisonTable {...{ catalog, plans, options, current }} />
          <ComparisonTabs
            {...{ catalog, plans, options, current }}
            chosen={needed ?? recommended ?? current ?? plans[0]}
          />
        </Section>
        <Section id="questions" title="Questions and answers">
          <PlanQuestions questions={questionsAbout(rules.catalog, settings.TRIAL_DAYS)} />
        </Section>
      </div>
    </TermsProvider>
  )
}

async function findViewer(): Promise<Viewer> {
  const visitor = await visitorIfKnown()
  return visitor
    ? {
        facts: ownFacts(visitor.account.facts, services.rules),
        access: visitor.access,
        isSignedIn: true,
        live: await readRunning(visitor),
      }
    : {
        facts: noFacts,
        access: decideAccess(noFacts, services.rules, services.now()),
        isSignedIn: false,
      }
}

/** Read from Stripe only for a subscriber, and not awaited for long: the prices must stay up. */
const readRunning = async ({ account, access }: Visitor) =>
  currentSubscription(account.facts, access, services.rules) && (await hasRoom('stripe'))
    ? ownRunning(services, account)
    : null

function cardOf(plan: Plan, viewer: Viewer, terms: PriceTerms, lookup: PromotionLookup | null) {
  const { settings } = services
  const price = plan.custom ? undefined : priceOf(plan, terms.interval, terms.currency)
  const standing = standingOf(plan, price, viewer, terms, {
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

type Card = ReturnType<typeof cardOf>

/** The highlighted plan, unless the user has it or a higher one, or can't have it now. */
const isRecommended = ({ plan, standing }: Card): boolean =>
  plan.highlight === true &&
  (standing.kind === 'buy' || standing.kind === 'contact' || isUpgrade({ standing }))

const isUpgrade = ({ standing }: Pick<Card, 'standing'>): boolean =>
  standing.kind === 'switch' && standing.change.direction === 'up'

/** A trial that isn't offered any more is replaced by the next plan that includes as much. */
function offeredInstead(needed: Plan | undefined, plans: Plan[]): Plan | undefined {
  if (!needed || plans.includes(needed)) return needed
  return plans.find(
    ({ rank, features }) =>
      rank > needed.rank && needed.features.every((feature) => features.includes(feature)),
  )
}

function badgeOf(
  plan: Plan,
  needed: Plan | undefined,
  current: Plan | null,
  recommended: Plan | undefined,
) {
  if (plan === current) return { text: 'Your plan', isStrong: false }
  if (plan === needed) return { text: 'Required for this page', isStrong: true }
  if (needed || plan !== recommended) return undefined
  return { text: 'Recommended', isStrong: true }
}

function introOf(cards: Card[], current: Plan | null): { title: string; lead: string } {
  const isEverything = cards.every(({ standing }) => idle.includes(standing.kind))
  if (current && isEverything) {
    return {
      title: `You’re on ${current.name}`,
      lead: 'It includes everything we sell. There’s nothing more to pay for.',
    }
  }
  if (cards.some(({ standing }) => standing.kind === 'payment_pending')) {
    return {
      title: 'Your payment is on its way',
      lead: 'Your plan starts by itself when the bank payment clears. Please don’t pay again.',
    }
  }
  return {
    title: 'Choose your plan',
    lead: 'Start for free. What you pay for opens within seconds, and nothing renews after you cancel.',
  }
}

const idle: Standing['kind'][] = ['current', 'included']

const isMetered = ({ meters, plans }: Catalog) => metersOf(Object.keys(meters), plans).length > 0

const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={`${id}-title`} id={id} className="scroll-mt-6 pt-16">
    <h2 id={`${id}-title`} className="font-bold text-3xl">
      {title}
    </h2>
    {children}
  </section>
)

function columns(cards: number): string {
  if (cards <= 2) return 'max-w-3xl md:grid-cols-2'
  if (cards === 4) return 'md:grid-cols-2 xl:grid-cols-4'
  return 'md:grid-cols-2 lg:grid-cols-3'
}
