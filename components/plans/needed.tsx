import { clsx } from 'clsx'
import type { Plan } from '@/lib/billing/catalog/schema'

/**
 * Explains a redirect to `/plans`: the page requires a plan that the user doesn't have, or has by
 * now.
 */
export function PlanNeeded({
  plan,
  current,
  from,
}: {
  plan: Plan
  current: Plan | null
  from: string
}) {
  const hasAccess = current !== null && current.rank >= plan.rank

  return (
    <section
      aria-label="Why you are here"
      className="mb-10 overflow-hidden rounded-xl border border-line bg-card shadow-card"
    >
      <div aria-hidden="true" className={clsx('h-2.5', hasAccess ? 'bg-go' : 'stripes')} />
      <p className="px-5 py-4">
        {hasAccess ? (
          <>
            You’re on <strong>{current.name}</strong>, which includes that page.{' '}
            {/* A plain link: its target comes from the query, and `safePath` has checked it. */}
            <a href={from} className="link">
              Go back
            </a>
          </>
        ) : (
          <>
            That page requires <strong>{plan.name}</strong>.{' '}
            {current ? `You’re on ${current.name}.` : 'Choose it or a higher plan below.'}
          </>
        )}
      </p>
    </section>
  )
}
