import { clsx } from 'clsx'
import Link from 'next/link'
import type { Catalog, Plan } from '@/lib/billing/catalog/catalog'
import { choiceQuery } from './choice'
import type { Standing } from './standing'
import { PlanSwitch } from './switch'

/** The way to a plan, for who is looking. */
export function PlanChoice({
  plan,
  standing,
  promotionCode,
  catalog,
  contact,
  isSignedIn,
  isNeeded,
}: {
  plan: Plan
  standing: Standing
  promotionCode: string | null
  catalog: Catalog
  /** An e-mail address, if there is one to write to. */
  contact: string | null
  isSignedIn: boolean
  isNeeded: boolean
}) {
  const { kind } = standing
  const isUrged = isNeeded || (plan.rank > 0 && kind === 'buy')
  const style = clsx('button w-full', isUrged && 'button-go')

  switch (kind) {
    case 'current':
      return (
        <Link href="/settings" className={style}>
          See your plan
        </Link>
      )
    case 'other_interval':
      return (
        <>
          <Link
            href={`/settings?change=${plan.key}&interval=${standing.price.interval}`}
            className={style}
          >
            Pay by the {standing.price.interval} instead
          </Link>
          <PlanSwitch name={plan.name} change={standing.change} catalog={catalog} />
        </>
      )
    case 'switch':
      return (
        <>
          {standing.price ? (
            <Link
              href={`/settings?change=${plan.key}&interval=${standing.price.interval}`}
              className={style}
            >
              Change to {plan.name}
            </Link>
          ) : (
            <Link href="/settings" className={style}>
              Cancel in settings
            </Link>
          )}
          <PlanSwitch name={plan.name} change={standing.change} catalog={catalog} />
        </>
      )
    case 'start':
      return (
        <Link href={isSignedIn ? '/dashboard' : '/signup'} className={style}>
          Start with {plan.name}
        </Link>
      )
    case 'buy': {
      const query = choiceQuery({ plan, price: standing.price, promotionCode })
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
    case 'talk':
      return contact ? (
        <a href={`mailto:${contact}?subject=${encodeURIComponent(plan.name)}`} className={style}>
          Contact us
        </a>
      ) : (
        <p className="py-2 text-muted">Write to us, and we make you an offer.</p>
      )
    case 'wait':
      return <p className="py-2 text-muted">A payment of yours is still on its way.</p>
    case 'had':
      return <p className="py-2 text-muted">You have all of this already.</p>
  }
}
