import { clsx } from 'clsx'
import { contactAddress } from '@/app/contact'
import { PlanContents } from '@/components/plans/contents'
import { PlanAction } from '@/components/plans/plan-action'
import { PriceTag } from '@/components/plans/price-tag'
import { EachTerms } from '@/components/plans/terms/each-terms'
import type { TermsOptions } from '@/components/plans/terms/terms'
import { PlanTicket } from '@/components/plans/ticket'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { services } from '@/lib/services'
import { badgeOf, type CardData, type MarkedPlans } from './cards'

/** The plans as cards side by side. Each shows the price and the button of the chosen terms. */
export function PlanList({
  plans,
  options,
  marked,
  cardIn,
  promotionCode,
  isSignedIn,
}: {
  plans: Plan[]
  options: TermsOptions
  marked: MarkedPlans
  cardIn: (plan: Plan, terms: PriceTerms) => CardData
  promotionCode: string | null
  isSignedIn: boolean
}) {
  const { catalog } = services
  return (
    <ul className={clsx('mt-12 grid gap-x-6 gap-y-9', columns(plans.length))}>
      {plans.map((plan) => (
        <PlanTicket
          key={plan.key}
          plan={plan}
          badge={badgeOf(plan, marked)}
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
                  promotionCode={promotionCode}
                  catalog={catalog}
                  contact={contactAddress()}
                  isSignedIn={isSignedIn}
                  isPrimary={plan === (marked.required ?? marked.recommended)}
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
  )
}

function columns(cards: number): string {
  if (cards <= 2) return 'max-w-3xl md:grid-cols-2'
  if (cards === 4) return 'md:grid-cols-2 xl:grid-cols-4'
  return 'md:grid-cols-2 lg:grid-cols-3'
}
