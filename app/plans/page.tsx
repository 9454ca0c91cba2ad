import { clsx } from 'clsx'
import type { Metadata } from 'next'
import Link from 'next/link'
import { one, readInterval, type SearchParams } from '@/components/choice'
import { bestSaving } from '@/components/money'
import { PlanTicket } from '@/components/plan-ticket'
import { safePath } from '@/lib/auth/safe-path'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { type Plan, planByKey } from '@/lib/billing/catalog'
import { liveSubscriptions } from '@/lib/billing/order'
import { services } from '@/lib/services'

export const metadata: Metadata = {
  title: 'Plans and prices',
  description:
    'What each plan opens, what it includes and what it costs, by the month or the year.',
  alternates: { canonical: '/plans' },
}

/** Works whole without JavaScript: the interval is a link. */
export default async function PlansPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams
  const interval = readInterval(params)
  const { catalog } = services
  const someone = await visitorIfKnown()
  const isSubscribed = someone !== null && liveSubscriptions(someone.account.facts).length > 0
  const current = someone && planByKey(catalog, someone.access.plan)
  const needed = planByKey(catalog, one(params.upgrade) ?? '')
  const from = safePath(one(params.from), '/dashboard')
  const saving = bestSaving(catalog.plans)
  const detour = needed ? `&upgrade=${needed.key}&from=${encodeURIComponent(from)}` : ''

  return (
    <div className="mx-auto w-full max-w-6xl px-5 pt-8">
      {needed && <Needed plan={needed} current={current ?? null} from={from} />}
      <div className="flex flex-wrap items-end justify-between gap-6">
        <div>
          <h1 className="font-bold text-4xl sm:text-5xl">Pick your lane</h1>
          <p className="mt-3 max-w-xl text-lg text-muted">
            Start free and change at any time. What you pay for is open a few seconds later, and you
            can leave whenever you like.
          </p>
        </div>
        {saving > 0 && (
          <nav aria-label="Billing interval" className="flex rounded-xl bg-sunk p-1">
            <Interval href={`/plans?interval=month${detour}`} isChosen={interval === 'month'}>
              Monthly
            </Interval>
            <Interval href={`/plans?interval=year${detour}`} isChosen={interval === 'year'}>
              Yearly, save {saving}%
            </Interval>
          </nav>
        )}
      </div>
      <ul className="mt-10 grid gap-6 md:grid-cols-2 xl:grid-cols-4">
        {catalog.plans.map((plan) => (
          <PlanTicket
            key={plan.key}
            plan={plan}
            catalog={catalog}
            interval={interval}
            mark={
              plan === needed && plan !== current
                ? { words: 'What you need', strong: true }
                : plan === current
                  ? { words: 'Your plan', strong: false }
                  : undefined
            }
          >
            {plan === current ? (
              <Link href="/settings" className="button w-full">
                See your plan
              </Link>
            ) : (
              <Choose
                plan={plan}
                interval={interval}
                isSubscribed={isSubscribed}
                isSignedIn={someone !== null}
                isNeeded={plan === needed}
              />
            )}
          </PlanTicket>
        ))}
      </ul>
      <p className="mt-8 text-muted text-sm">
        Prices are before tax. You pay on Stripe’s page: we never see your card.
      </p>
    </div>
  )
}

function Needed({ plan, current, from }: { plan: Plan; current: Plan | null; from: string }) {
  const isOpen = current !== null && current.rank >= plan.rank

  return (
    <section
      aria-label="Why you are here"
      className="mb-10 overflow-hidden rounded-xl border border-line bg-card shadow-card"
    >
      <div aria-hidden="true" className={clsx('h-2.5', isOpen ? 'bg-go' : 'stripes')} />
      <p className="px-5 py-4">
        {isOpen ? (
          <>
            You have <strong>{current.name}</strong>, which opens that page.{' '}
            {/* A plain link: where it leads comes from the address, and `safePath` keeps it here. */}
            <a href={from} className="link">
              Go back to it
            </a>
          </>
        ) : (
          <>
            The page you wanted comes with <strong>{plan.name}</strong>.{' '}
            {current ? `You have ${current.name} now.` : 'Choose it below, or a plan above it.'}
          </>
        )}
      </p>
    </section>
  )
}

function Interval({
  href,
  isChosen,
  children,
}: {
  href: `/plans?${string}`
  isChosen: boolean
  children: React.ReactNode
}) {
  return (
    <Link
      href={href}
      replace
      scroll={false}
      aria-current={isChosen ? 'true' : undefined}
      className={clsx(
        'rounded-lg px-4 py-2 font-semibold',
        isChosen ? 'bg-card shadow-card' : 'text-muted hover:text-ink',
      )}
    >
      {children}
    </Link>
  )
}

function Choose({
  plan,
  interval,
  isSignedIn,
  isSubscribed,
  isNeeded,
}: {
  plan: Plan
  interval: 'month' | 'year'
  isSignedIn: boolean
  isSubscribed: boolean
  isNeeded: boolean
}) {
  const style = clsx('button w-full', (isNeeded || plan.rank > 0) && !isSubscribed && 'button-go')
  if (isSubscribed) {
    return (
      <Link href="/settings" className={style}>
        Change in settings
      </Link>
    )
  }
  if (plan.custom) {
    return <p className="py-2 text-muted">Write to us, and we make you an offer.</p>
  }
  if (plan.prices.length === 0) {
    return (
      <Link href={isSignedIn ? '/dashboard' : '/signup'} className={style}>
        Start with {plan.name}
      </Link>
    )
  }
  const query = `plan=${plan.key}&interval=${interval}` as const
  return (
    <Link
      href={isSignedIn ? `/setup-billing?${query}` : `/signup?${query}`}
      className={style}
      prefetch={false}
    >
      Choose {plan.name}
    </Link>
  )
}
