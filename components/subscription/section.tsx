import Link from 'next/link'
import { PaymentMethodName } from '@/components/account/payment-method'
import { longDate } from '@/components/ui/dates'
import type { SubscriptionView } from '@/lib/api/subscription/schemas'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { billsUsage } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { RecurringInterval } from '@/lib/billing/subscription/change'
import { hasFinalPeriod } from '@/lib/billing/subscription/final-period'
import { SubscriptionCancel } from './cancel'
import { SubscriptionChange } from './change'
import { SubscriptionPause } from './pause'
import { UndoButton } from './undo-button'
import { UpcomingChanges } from './upcoming'
import {
  blockerOf,
  blockerText,
  hasChoice,
  namesOf,
  nextInvoiceText,
  offersOf,
  owesInvoice,
  paidUntil,
  planName,
} from './view-text'

/** The user's subscription: upcoming changes, the payment method, the next invoice, and the buttons to change it. */
export function SubscriptionSection({
  view,
  catalog,
  preselected,
}: {
  view: SubscriptionView
  catalog: Catalog
  /** A change chosen on another page. */
  preselected: { plan: string; interval: RecurringInterval } | null
}) {
  const { can, nextInvoice, paymentMethod } = view
  const blocker = preselected && blockerOf(view, preselected)
  const bills = billsUsage(planByKey(catalog, view.plan ?? ''))
  return (
    <div id="subscription" className="grid scroll-mt-8 gap-4">
      <UpcomingChanges view={view} catalog={catalog} />
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="sr-only">Payment method: </span>
        {paymentMethod ? (
          <PaymentMethodName method={paymentMethod} />
        ) : (
          <span className="text-muted">No payment method on file.</span>
        )}
      </p>
      {nextInvoice && (
        <p>
          {view.quantity > 1 && `${view.quantity} × ${planName(view.plan, catalog)}. `}
          {nextInvoiceText(nextInvoice, bills)}
        </p>
      )}
      {blocker && <p className="font-medium">{blockerText[blocker]}</p>}
      <div className="flex flex-wrap gap-3">
        <SubscriptionChange
          isPossible={!can.changeNot && hasChoice(view)}
          offers={offersOf(view, catalog)}
          current={{ plan: view.plan, interval: view.interval, quantity: view.quantity }}
          preselected={blocker ? null : preselected}
          names={namesOf(catalog)}
          takesCodes={catalog.checkout.promotionCodes}
          endsOn={hasFinalPeriod(view) ? longDate(paidUntil(view)) : null}
        />
        {/* The notice at the top of the page says that it ends, and when. */}
        {can.resume.includes('cancellation') && (
          <UndoButton what="cancellation" variant="primary">
            Keep subscription
          </UndoButton>
        )}
      </div>
    </div>
  )
}

/** Whether the user can pause or cancel the subscription. */
export const canLeave = ({ can }: SubscriptionView): boolean =>
  can.pause || can.cancel.includes('period_end')

/** The buttons to pause and to cancel. */
export const SubscriptionLeave = ({
  view,
  catalog,
}: {
  view: SubscriptionView
  catalog: Catalog
}) => {
  const bills = billsUsage(planByKey(catalog, view.plan ?? ''))
  return (
    <div className="flex flex-wrap gap-3">
      {view.can.pause && (
        <SubscriptionPause
          billsUsage={bills}
          ends={view.pauseEnds.map((at) => ({ at: at.toISOString(), date: longDate(at) }))}
        />
      )}
      {view.can.cancel.includes('period_end') && (
        <SubscriptionCancel
          until={longDate(paidUntil(view))}
          canBeNow={view.can.cancel.includes('now')}
          owes={owesInvoice(view)}
          isPaused={view.pause !== null || view.status === 'paused'}
          billsUsage={bills}
        />
      )}
    </div>
  )
}

/** Shown to a user who asked Stripe too often within a minute. */
export const SubscriptionLimited = () => (
  <p role="status" className="font-medium">
    You’ve loaded this page very often, so we’re not asking Stripe again yet. Your access isn’t
    affected. Wait a minute, then{' '}
    <Link href="/settings" className="link">
      try again
    </Link>
    .
  </p>
)

/** Shown if Stripe is unreachable: what we know stands above, but nothing can be changed. */
export const SubscriptionUnreachable = () => (
  <p role="status" className="font-medium">
    We can’t reach Stripe right now, so you can’t make changes. Your access isn’t affected.{' '}
    <Link href="/settings" className="link">
      Try again
    </Link>
  </p>
)

export const SubscriptionSkeleton = () => (
  <div>
    <p role="status" className="sr-only">
      Loading…
    </p>
    <div aria-hidden="true">
      <div className="skeleton h-6 w-64 max-w-full" />
      <div className="skeleton mt-4 h-11 w-80 max-w-full" />
    </div>
  </div>
)
