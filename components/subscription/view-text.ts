import { isNamedByUnit } from '@/components/plans/text'
import { longDate } from '@/components/ui/dates'
import { money, priceText } from '@/components/ui/money'
import type { SubscriptionView, TermsView } from '@/lib/api/subscription/schemas'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { billsUsage } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { ChangeBlocker } from '@/lib/billing/subscription/change'
import { hasFinalPeriod } from '@/lib/billing/subscription/final-period'
import type { Offer } from './change-form'
import type { FeatureNames } from './text'

/** Why the plan can't be changed now. */
export const blockerText: Record<ChangeBlocker, string> = {
  first_payment_open: 'Complete your first payment before changing plans.',
  payment_due: 'Pay your overdue invoice before changing plans.',
  payment_waiting: 'Pay for or cancel your pending change first.',
  paused: 'Resume your subscription before changing plans.',
  ending: 'Your subscription is set to cancel. Keep it first.',
  change_scheduled: 'You already have a change scheduled. Cancel it before choosing another.',
  several_plans: 'Your subscription includes more than one plan. Contact us to change it.',
  by_arrangement: 'You’re on a custom plan. Contact us to change it.',
}

/** The plan's name; `your plan` for a plan that isn't in the catalog any more. */
export const planName = (plan: string | null, catalog: Catalog): string =>
  planByKey(catalog, plan ?? '')?.name ?? 'your plan'

/** `2 × Starter (yearly)`. */
export function termsText({ plan, interval, quantity }: TermsView, catalog: Catalog): string {
  const times = quantity > 1 ? `${quantity} × ` : ''
  const billing = interval ? ` (${interval}ly)` : ''
  return `${times}${planName(plan, catalog)}${billing}`
}

/** What is known of the next invoice. Usage is added when its period ends, so the sum may grow. */
export function nextInvoiceText(
  {
    totalCents,
    taxCents,
    currency,
    at,
  }: Omit<NonNullable<SubscriptionView['nextInvoice']>, 'amountDueCents'>,
  billsUsage: boolean,
): string {
  const parts = [
    `Next invoice: ${money(totalCents, currency)}`,
    ...(taxCents === 0 ? [] : [`including ${money(taxCents, currency)} tax`]),
    ...(billsUsage ? ['plus any extra usage'] : []),
  ]
  return `${parts.join(', ')}${parts.length > 1 ? ',' : ''} on ${longDate(at)}.`
}

/** Why a change that was chosen on another page can't be previewed, or `null`. */
export function blockerOf(
  {
    can,
    options,
    cancelAt,
    currentPeriodEnd,
  }: Pick<SubscriptionView, 'cancelAt' | 'currentPeriodEnd'> & {
    can: Pick<SubscriptionView['can'], 'changeNot'>
    options: Pick<Offer, 'plan' | 'interval'>[]
  },
  chosen: Pick<Offer, 'plan' | 'interval'>,
): ChangeBlocker | null {
  if (can.changeNot || !hasFinalPeriod({ cancelAt, currentPeriodEnd })) return can.changeNot
  const isUpgrade = options.some(
    ({ plan, interval }) => plan === chosen.plan && interval === chosen.interval,
  )
  return isUpgrade ? null : 'ending'
}

/** Whether there is anything to change to: another plan, interval or quantity. */
export const hasChoice = ({ options }: SubscriptionView): boolean =>
  options.some(({ effective, maxQuantity }) => effective !== 'same' || maxQuantity > 1)

export const offersOf = ({ options, currency }: SubscriptionView, catalog: Catalog): Offer[] =>
  options.map(({ plan, interval, amountCents, maxQuantity }) => ({
    plan,
    interval,
    maxQuantity,
    name: planName(plan, catalog),
    price: priceText({ amountCents, currency, interval }),
    billsUsage: billsUsage(planByKey(catalog, plan)),
  }))

export const namesOf = ({ features, meters }: Catalog): FeatureNames => ({
  features: Object.fromEntries(Object.entries(features).map(([key, { name }]) => [key, name])),
  meters: Object.fromEntries(
    Object.entries(meters).map(([key, meter]) => [
      key,
      { name: meter.name, unit: isNamedByUnit(meter) ? null : meter.unit },
    ]),
  ),
})

/** An end that lies beyond the paid period is not what is paid for. */
export const paidUntil = ({ cancelAt, currentPeriodEnd }: SubscriptionView): Date =>
  cancelAt && cancelAt < currentPeriodEnd ? cancelAt : currentPeriodEnd

/** Whether an invoice is open: it was sent and isn't late yet, or its payment failed. */
export const owesInvoice = ({
  status,
  invoiceDueAt,
}: Pick<SubscriptionView, 'status' | 'invoiceDueAt'>): boolean =>
  invoiceDueAt !== null || status === 'past_due' || status === 'unpaid'
