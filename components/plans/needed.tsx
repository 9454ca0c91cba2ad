import { clsx } from 'clsx'
import type { Plan } from '@/lib/billing/catalog/catalog'

/** Why somebody was sent here: a page wanted a plan that they don't have, or have now. */
export function PlanNeeded({
  plan,
  current,
  from,
}: {
  plan: Plan
  current: Plan | null
  from: string
}) {
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
