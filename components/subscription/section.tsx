import Link from 'next/link'
import type { ReactNode } from 'react'
import { isNamedByUnit } from '@/components/plans/text'
import { longDate } from '@/components/ui/dates'
import { money, per } from '@/components/ui/money'
import type { SubscriptionView, TermsView } from '@/lib/api/subscription/view'
import { type Catalog, planByKey } from '@/lib/billing/catalog/catalog'
import { billsUsage } from '@/lib/billing/catalog/overage'
import type { Interval, Standstill } from '@/lib/billing/subscription/change'
import { SubscriptionCancel } from './cancel'
import { type Offer, SubscriptionChange } from './change'
import { SubscriptionPause } from './pause'
import type { Names } from './text'
import { SubscriptionAct } from './undo-button'

/** A person's subscription: what is coming, what it costs next, and everything they can do about it. */
export function SubscriptionSection({
  view,
  catalog,
  wish,
  pauseEnds,
}: {
  view: SubscriptionView
  catalog: Catalog
  wish: { plan: string; interval: Interval } | null
  pauseEnds: Date[]
}) {
  const { scheduled, waiting, pause, cancelAt, can, nextInvoice } = view
  const end = longDate(cancelAt ?? view.currentPeriodEnd)
  return (
    <div id="subscription" className="grid scroll-mt-8 gap-4">
      {scheduled && (
        <Coming
          title={`Changes to ${termsText(scheduled, catalog)} on ${longDate(scheduled.at)}`}
          action={
            can.resume.includes('change') && (
              <SubscriptionAct what="change" busy="One moment…">
                Keep my plan
              </SubscriptionAct>
            )
          }
        >
          Until then everything stays as it is.
        </Coming>
      )}
      {waiting && (
        <Coming
          title={`Your change to ${termsText(waiting, catalog)} waits for its payment`}
          action={
            <div className="flex flex-wrap gap-3">
              {waiting.url && (
                <a href={waiting.url} className="button button-go">
                  Pay on Stripe’s page
                </a>
              )}
              <SubscriptionAct what="payment" busy="One moment…">
                Forget the change
              </SubscriptionAct>
            </div>
          }
        >
          Nothing has changed yet, and it is forgotten on {longDate(waiting.expiresAt)}.
        </Coming>
      )}
      {pause && (
        <Coming
          title={pause.resumesAt ? `Paused until ${longDate(pause.resumesAt)}` : 'Paused'}
          action={
            <SubscriptionAct what="pause" busy="One moment…">
              Take it up again
            </SubscriptionAct>
          }
        >
          {pause.bills
            ? 'A new period begins when you take it up, and is charged at once.'
            : `Taken up again, it is open at once: you have paid until ${end}.`}
        </Coming>
      )}
      {nextInvoice && (
        <p className="text-muted">
          {view.quantity > 1 && `${view.quantity} × ${nameOf(view.plan, catalog)}. `}
          Next invoice: {money(nextInvoice.totalCents, nextInvoice.currency)} on{' '}
          {longDate(view.trialEnd ?? view.currentPeriodEnd)}.
        </p>
      )}
      {can.changeNot && wish && <p className="font-medium">{whyNot[can.changeNot]}</p>}
      <div className="flex flex-wrap gap-3">
        <SubscriptionChange
          isPossible={!can.changeNot && hasChoice(view)}
          offers={offersOf(view, catalog)}
          current={{ plan: view.plan, interval: view.interval, quantity: view.quantity }}
          wish={can.changeNot ? null : wish}
          names={namesOf(catalog)}
          takesCodes={catalog.checkout.promotionCodes}
        />
        {/* That it ends, and when, is said at the top of the page. */}
        {can.resume.includes('cancellation') && (
          <SubscriptionAct what="cancellation" busy="One moment…" className="button button-go">
            Keep my plan
          </SubscriptionAct>
        )}
        {can.pause && (
          <SubscriptionPause
            ends={pauseEnds.map((at) => ({
              at: at.toISOString(),
              words: `Until ${longDate(at)}`,
            }))}
          />
        )}
        {can.cancel.includes('period_end') && (
          <SubscriptionCancel
            until={end}
            canBeNow={can.cancel.includes('now')}
            billsUsage={billsUsage(planByKey(catalog, view.plan ?? ''))}
          />
        )}
      </div>
    </div>
  )
}

/** Stripe could not be asked: what we know stands above, and nothing can be changed this minute. */
export const SubscriptionUnreachable = () => (
  <p role="status" className="font-medium">
    We can’t reach Stripe right now, so nothing can be changed here this minute. What you have keeps
    working.{' '}
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

const whyNot: Record<Standstill, string> = {
  first_payment_open: 'The first payment has to go through before you can change.',
  payment_due: 'A payment is overdue. Pay it first, then change.',
  payment_waiting: 'Pay for the change that waits, or forget it, before you choose another.',
  paused: 'Take it up again before you change.',
  ending: 'Keep your plan first, then change it.',
  change_scheduled: 'Keep your plan first, then choose another change.',
  by_arrangement: 'Your subscription was arranged with us: write to us to change it.',
}

const Coming = ({
  title,
  action,
  children,
}: {
  title: string
  action: ReactNode
  children: ReactNode
}) => (
  <section
    aria-label={title}
    className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-xl border-signal border-l-4 bg-signal-tint px-5 py-4"
  >
    <div>
      <h3 className="font-bold text-signal-ink">{title}</h3>
      <p>{children}</p>
    </div>
    {action}
  </section>
)

/** One plan, paid one way, and one of it: there is nothing to choose. */
const hasChoice = ({ options }: SubscriptionView) =>
  options.some(({ effective, maxQuantity }) => effective !== 'same' || maxQuantity > 1)

const nameOf = (plan: string | null, catalog: Catalog) =>
  planByKey(catalog, plan ?? '')?.name ?? 'your plan'

/** `2 × Starter, by the year`. */
function termsText({ plan, interval, quantity }: TermsView, catalog: Catalog): string {
  const many = quantity > 1 ? `${quantity} × ` : ''
  const paid = interval ? `, by the ${interval}` : ''
  return `${many}${nameOf(plan, catalog)}${paid}`
}

const offersOf = ({ options, currency }: SubscriptionView, catalog: Catalog): Offer[] =>
  options.map(({ plan, interval, amountCents, maxQuantity }) => ({
    plan,
    interval,
    maxQuantity,
    name: nameOf(plan, catalog),
    price: `${money(amountCents, currency)} ${per(interval)}`,
  }))

const namesOf = ({ features, meters }: Catalog): Names => ({
  features: Object.fromEntries(Object.entries(features).map(([key, { name }]) => [key, name])),
  meters: Object.fromEntries(
    Object.entries(meters).map(([key, meter]) => [
      key,
      { name: meter.name, unit: isNamedByUnit(meter) ? null : meter.unit },
    ]),
  ),
})
