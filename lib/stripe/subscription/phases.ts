import type Stripe from 'stripe'
import { idOf } from '@/lib/stripe/customer/values'
import { type ItemChange, itemChanges, unix } from './change-params'
import type { PriceBook } from './price-book'
import type { RunningSubscription } from './subscriptions'

type Phase = Stripe.SubscriptionSchedule.Phase
type PhaseParams = Stripe.SubscriptionScheduleUpdateParams.Phase
type Planned = ItemChange & {
  subscription: Pick<RunningSubscription, 'isMetered' | 'currentPeriodEnd'>
}

/**
 * The phases that plan a change for the end of the paid period: the subscription as it is until
 * then, and one period on the new terms, after which the schedule releases the subscription. A
 * phase has only what it names, so both name everything that the running one has.
 */
export const phasesFor = (change: Planned, current: Phase, book: PriceBook): PhaseParams[] => [
  phaseAsItIs(current, change.subscription.currentPeriodEnd),
  phaseAfter(change, current, book),
]

/** Whether the subscription's plan is still what `current` runs on. */
export const hasPlanOf = (
  { subscription: { item } }: Pick<Planned, 'subscription'>,
  current: Phase,
) => item !== null && current.items.some(({ price }) => idOf(price) === item.priceId)

const phaseAsItIs = (phase: Phase, end: Date): PhaseParams => ({
  ...termsOf(phase),
  start_date: phase.start_date,
  end_date: unix(end),
  items: phase.items.map(itemAsItIs),
  ...(phase.metadata && { metadata: phase.metadata }),
})

/**
 * Without metadata of its own, so that the subscription keeps what it has when the phase begins.
 */
function phaseAfter({ subscription, to }: Planned, before: Phase, book: PriceBook): PhaseParams {
  const { item, price, dropped, added } = itemChanges({ subscription, to }, book)
  const isDropped = (priceId: string) => dropped.some((each) => each.priceId === priceId)
  return {
    ...termsOf(before),
    items: [
      ...before.items
        .filter((each) => !isDropped(idOf(each.price)))
        .map((each) =>
          idOf(each.price) === item.priceId
            ? { ...itemAsItIs(each), price: price ?? item.priceId, quantity: to.quantity }
            : itemAsItIs(each),
        ),
      ...added.map((price) => ({ price })),
    ],
    duration: { interval: to.price.interval, interval_count: 1 },
    // Another interval begins its own periods. Left to itself, Stripe may keep the old ones.
    ...(subscription.interval !== to.price.interval && { billing_cycle_anchor: 'phase_start' }),
    // At the start of a period there is nothing to prorate except usage: Stripe doesn't bill the usage
    // of a metered price that is removed with `none`.
    // https://docs.stripe.com/billing/subscriptions/usage-based/manage-billing-setup (November 2026)
    proration_behavior: subscription.isMetered ? 'create_prorations' : 'none',
  }
}

/** What a phase says of a subscription besides its items and its time. */
function termsOf(phase: Phase): Omit<PhaseParams, 'items'> {
  const { automatic_tax: tax, invoice_settings: invoices, transfer_data: transfer } = phase
  const method = phase.default_payment_method
  return {
    currency: phase.currency,
    ...(phase.application_fee_percent !== null && {
      application_fee_percent: phase.application_fee_percent,
    }),
    ...(tax && {
      automatic_tax: {
        enabled: tax.enabled,
        ...(tax.liability && { liability: partyOf(tax.liability) }),
      },
    }),
    ...(phase.billing_thresholds && { billing_thresholds: thresholdsOf(phase.billing_thresholds) }),
    ...(phase.collection_method && { collection_method: phase.collection_method }),
    ...(method && { default_payment_method: idOf(method) }),
    ...(hasSome(phase.default_tax_rates) && {
      default_tax_rates: phase.default_tax_rates.map(({ id }) => id),
    }),
    ...(phase.description && { description: phase.description }),
    ...(hasSome(phase.discounts) && { discounts: phase.discounts.map(discountAsItIs) }),
    ...(invoices && { invoice_settings: invoiceSettingsOf(invoices) }),
    ...(phase.on_behalf_of && { on_behalf_of: idOf(phase.on_behalf_of) }),
    ...(transfer && {
      transfer_data: {
        destination: idOf(transfer.destination),
        ...(transfer.amount_percent !== null && { amount_percent: transfer.amount_percent }),
      },
    }),
  }
}

const itemAsItIs = (item: Phase['items'][number]): PhaseParams['items'][number] => ({
  price: idOf(item.price),
  ...(item.quantity !== undefined && { quantity: item.quantity }),
  ...(item.billing_thresholds?.usage_gte && {
    billing_thresholds: { usage_gte: item.billing_thresholds.usage_gte },
  }),
  ...(hasSome(item.discounts) && { discounts: item.discounts.map(discountAsItIs) }),
  ...(hasSome(item.tax_rates) && { tax_rates: item.tax_rates.map(({ id }) => id) }),
  ...(item.metadata && Object.keys(item.metadata).length > 0 && { metadata: item.metadata }),
})

/**
 * A running discount continues; one that is only named by its code or coupon begins with the phase.
 */
const discountAsItIs = ({ discount, promotion_code, coupon }: Phase['discounts'][number]) => ({
  ...(discount
    ? { discount: idOf(discount) }
    : promotion_code
      ? { promotion_code: idOf(promotion_code) }
      : coupon && { coupon: idOf(coupon) }),
})

const invoiceSettingsOf = ({
  account_tax_ids: taxIds,
  custom_fields: fields,
  days_until_due: days,
  description,
  footer,
  issuer,
}: NonNullable<Phase['invoice_settings']>): PhaseParams['invoice_settings'] => ({
  ...(hasSome(taxIds) && { account_tax_ids: taxIds.map(idOf) }),
  ...(hasSome(fields) && { custom_fields: fields }),
  ...(description && { description }),
  ...(footer && { footer }),
  ...(days !== null && { days_until_due: days }),
  ...(issuer && { issuer: partyOf(issuer) }),
})

const thresholdsOf = ({
  amount_gte,
  reset_billing_cycle_anchor: reset,
}: NonNullable<Phase['billing_thresholds']>) => ({
  ...(amount_gte !== null && { amount_gte }),
  ...(reset !== null && { reset_billing_cycle_anchor: reset }),
})

/** An account at Stripe: our own, or a connected one. */
const partyOf = <Type extends string>(party: {
  type: Type
  account?: string | Stripe.Account
}): { type: Type; account?: string } => ({
  type: party.type,
  ...(party.account && { account: idOf(party.account) }),
})

/** Stripe takes no empty lists. */
const hasSome = <Value>(values: Value[] | null | undefined): values is Value[] =>
  values !== null && values !== undefined && values.length > 0
