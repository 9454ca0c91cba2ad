import type { Metadata } from 'next'
import Link from 'next/link'
import { choiceQuery, one, readChoice, type SearchParams } from '@/components/choice'
import { days } from '@/components/dates'
import { money, per, yearlySaving } from '@/components/money'
import { isSubscribed } from '@/components/notices'
import { PlanContents } from '@/components/plan-contents'
import { StripeButton } from '@/components/stripe-button'
import { requireVisitor } from '@/lib/auth/session'
import { defaultPlan, planByKey } from '@/lib/billing/catalog'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Set up billing', robots: { index: false } }

/** Where a new person lands: pay for what they chose, or don't. */
export default async function SetupBillingPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const params = await searchParams
  const { catalog } = services
  const choice = readChoice(catalog, params)
  const path = choice ? `/setup-billing?${choiceQuery(choice)}` : '/setup-billing'
  const { access } = await requireVisitor(path)
  const wasCanceled = one(params.canceled) !== undefined
  const free = defaultPlan(catalog)

  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-8">
      {wasCanceled && (
        <p
          role="status"
          className="mb-8 rounded-xl border-go border-l-4 bg-go-tint px-5 py-4 font-medium"
        >
          You came back without paying: nothing was charged.
        </p>
      )}
      {isSubscribed(access) ? (
        <AlreadySubscribed plan={planByKey(catalog, access.plan)?.name ?? access.plan} />
      ) : choice ? (
        <>
          <h1 className="font-bold text-4xl">One step to {choice.plan.name}</h1>
          <section
            aria-label="Your choice"
            className="mt-8 rounded-2xl border border-line bg-card shadow-card"
          >
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 p-6">
              <h2 className="font-bold text-2xl">{choice.plan.name}</h2>
              <p>
                <span className="font-bold text-3xl tabular-nums tracking-tight">
                  {money(choice.price.amountCents, choice.price.currency)}
                </span>{' '}
                <span className="text-muted">{per(choice.price.interval)}</span>
              </p>
              <p className="w-full text-muted">{terms(choice)}</p>
            </div>
            <div className="perforation p-6">
              <PlanContents plan={choice.plan} catalog={catalog} isWide />
            </div>
          </section>
          <div className="mt-8 flex flex-wrap items-start gap-4">
            <StripeButton
              path="/api/checkout"
              body={{ plan: choice.plan.key, interval: choice.price.interval }}
              busy="Opening Stripe…"
              className="button button-go px-8"
            >
              {choice.price.interval === 'once' ? 'Buy it' : 'Start subscription'}
            </StripeButton>
            <Link href="/dashboard" className="button">
              Stay on {free.name}
            </Link>
          </div>
          <p className="mt-5 text-muted">
            You pay on Stripe’s page and come straight back.{' '}
            <Link href={`/plans?interval=${choice.price.interval}`} className="link">
              Choose another plan
            </Link>
          </p>
        </>
      ) : (
        <>
          <h1 className="font-bold text-4xl">Your account is ready</h1>
          <p className="mt-3 text-lg text-muted">
            You are on {free.name}, which costs nothing and never ends. Choose a plan when you want
            more, or look around first.
          </p>
          <div className="mt-8 flex flex-wrap gap-4">
            <Link href="/plans" className="button button-go px-8">
              Choose a plan
            </Link>
            <Link href="/dashboard" className="button">
              Stay on {free.name}
            </Link>
          </div>
        </>
      )}
    </div>
  )
}

const AlreadySubscribed = ({ plan }: { plan: string }) => (
  <>
    <h1 className="font-bold text-4xl">You have a subscription already</h1>
    <p className="mt-3 text-lg text-muted">
      You are on {plan}. Change it in your settings, so that you never pay for two.
    </p>
    <div className="mt-8 flex flex-wrap gap-4">
      <Link href="/settings" className="button button-go">
        Go to settings
      </Link>
      <Link href="/dashboard" className="button">
        Go to your dashboard
      </Link>
    </div>
  </>
)

function terms({ plan, price }: NonNullable<ReturnType<typeof readChoice>>): string {
  if (price.interval === 'once') return 'Paid once, yours for good.'
  const trialDays = services.settings.TRIAL_DAYS ?? plan.trialDays
  const saving = price.interval === 'year' ? yearlySaving(plan) : null
  return [
    trialDays ? `A first subscription begins with ${days(trialDays)} free.` : '',
    saving ? `Saves ${money(saving.amountCents, saving.currency)} a year.` : '',
    `Renews each ${price.interval} until you cancel, which you can do at any time.`,
  ]
    .filter(Boolean)
    .join(' ')
}
