import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { longDate } from '@/components/ui/dates'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import type { ChangeBlocker } from '@/lib/billing/subscription/change'
import { choiceQuery } from './choice'
import { PlanDifferences } from './differences'
import type { Standing } from './standing'

/** The button of a plan's ticket: buy, change, manage or contact, depending on the visitor. */
export function PlanAction({
  plan,
  standing,
  promotionCode,
  catalog,
  contact,
  isSignedIn,
  isPrimary,
}: {
  plan: Plan
  standing: Standing
  promotionCode: string | null
  catalog: Catalog
  /** An email address for sales, if one is set. */
  contact: string | null
  isSignedIn: boolean
  /** Whether the plan is the required or the recommended one. */
  isPrimary: boolean
}) {
  const style = buttonClass({
    variant: isPrimary ? 'primary' : 'secondary',
    className: 'w-full px-3',
  })

  switch (standing.kind) {
    case 'current':
      // The default plan is there by itself: nothing about it can be changed.
      return plan.key === catalog.defaultPlan ? (
        <p className="py-2 text-muted">Your plan</p>
      ) : (
        <Link href="/settings" className={style}>
          Manage plan
        </Link>
      )
    case 'other_interval':
      return (
        <>
          <Link href={changeHref(plan, standing.price)} className={style}>
            Switch to {standing.price.interval}ly billing
          </Link>
          <PlanDifferences name={plan.name} change={standing.change} catalog={catalog} />
        </>
      )
    case 'switch':
      return (
        <>
          <Link href={changeHref(plan, standing.price)} className={style}>
            {standing.price ? changeVerb[standing.change.direction] : 'Downgrade'} to {plan.name}
          </Link>
          <PlanDifferences name={plan.name} change={standing.change} catalog={catalog} />
        </>
      )
    case 'blocked':
      return (
        <>
          <p className="py-2 text-muted">{blockedText[standing.blocker]}</p>
          <PlanDifferences name={plan.name} change={standing.change} catalog={catalog} />
        </>
      )
    case 'next':
      return (
        <p className="py-2 text-muted">
          You’ll be on {plan.name} from {longDate(standing.at)}.
        </p>
      )
    case 'trial_over':
      return <p className="py-2 text-muted">You’ve already used this trial.</p>
    case 'start':
      return (
        <Link href={isSignedIn ? '/dashboard' : '/signup'} className={style}>
          Get started for free
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
          {standing.trialDays ? trialText(plan) : `Choose ${plan.name}`}
        </Link>
      )
    }
    case 'contact':
      return <ContactLink plan={plan} contact={contact} style={style} />
    case 'payment_pending':
      return <p className="py-2 text-muted">You have a pending payment.</p>
    case 'included':
      return <p className="py-2 text-muted">Included in your plan.</p>
  }
}

const ContactLink = ({
  plan,
  contact,
  style,
}: {
  plan: Plan
  contact: string | null
  style: string
}) =>
  contact ? (
    <a href={`mailto:${contact}?subject=${encodeURIComponent(plan.name)}`} className={style}>
      Contact us
    </a>
  ) : (
    <p className="py-2 text-muted">Contact us for a quote.</p>
  )

/** Why a plan can't be chosen now, in short. A notice above has the full text: `blockerText`. */
const blockedText: Record<ChangeBlocker, string> = {
  first_payment_open: 'Complete your first payment first.',
  payment_due: 'Pay your overdue invoice first.',
  payment_waiting: 'Finish your pending change first.',
  paused: 'Resume your subscription first.',
  ending: 'Keep your subscription first.',
  change_scheduled: 'Cancel your scheduled change first.',
  several_plans: 'Contact us to change plans.',
  by_arrangement: 'Contact us to change plans.',
}

/** The settings, with the preview of this change. A downgrade to the free plan is a cancellation. */
const changeHref = ({ key }: Plan, price: Price | null) =>
  price ? (`/settings?change=${key}&interval=${price.interval}` as const) : '/settings'

const trialText = ({ name, trialOnly }: Plan) =>
  trialOnly ? 'Start free trial' : `Try ${name} free`

const changeVerb = { up: 'Upgrade', down: 'Downgrade', same: 'Switch' }
