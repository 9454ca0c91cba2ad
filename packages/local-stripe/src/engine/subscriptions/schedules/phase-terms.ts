import type { DiscountReference } from '../../world/records'
import type { Price, Schedule, Subscription } from '../../world/types'
import type { World } from '../../world/world'
import type { ExtraItem } from '../extra-item-lines'

type StoredPhase = Schedule['phases'][number]

/** What a phase says of its subscription besides the items, with the defaults of its schedule. */
export function termsOf({ default_settings: defaults }: Schedule, phase: StoredPhase) {
  const method = phase.default_payment_method ?? defaults.default_payment_method
  const collection = phase.collection_method ?? defaults.collection_method
  const description = phase.description ?? defaults.description
  const days =
    phase.invoice_settings?.days_until_due ?? defaults.invoice_settings.days_until_due ?? 30
  return {
    ...(collection === 'send_invoice'
      ? { collection_method: 'send_invoice' as const, days_until_due: days }
      : { collection_method: 'charge_automatically' as const }),
    ...(method && { default_payment_method: method }),
    ...(description && { description }),
    invoice_settings: shownOf(defaults, phase),
    discounts: phase.discounts.map(discountParam),
    ...taxTermsOf(defaults, phase),
  }
}

/** Each of the invoice settings that a phase doesn't name comes from its schedule. */
function shownOf(
  { invoice_settings: defaults }: Schedule['default_settings'],
  { invoice_settings: own }: StoredPhase,
) {
  const fields = own?.custom_fields ?? defaults.custom_fields
  return {
    custom_fields: fields?.map((field) => ({ ...field })) ?? null,
    description: own?.description ?? defaults.description,
    footer: own?.footer ?? defaults.footer,
  }
}

/** A phase has the tax rates that it names. Automatic tax can come from the schedule. */
const taxTermsOf = (defaults: Schedule['default_settings'], phase: StoredPhase) => ({
  automatic_tax: { enabled: (phase.automatic_tax ?? defaults.automatic_tax)?.enabled ?? false },
  default_tax_rates: (phase.default_tax_rates ?? []).map(({ id }) => id),
})

/** The metadata of a phase as a change of its subscription's: an empty value unsets a key. */
export const metadataOf = ({ metadata }: StoredPhase): Record<string, string | null> =>
  Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, value || null]))

/**
 * Whether a phase restarts the billing cycle. By default Stripe moves the anchor "as needed":
 * for another interval.
 */
export function restartsCycle(
  world: World,
  { default_settings }: Schedule,
  phase: StoredPhase,
  subscription: Subscription,
): boolean {
  const anchor = phase.billing_cycle_anchor ?? default_settings.billing_cycle_anchor
  if (anchor === 'phase_start') return true
  const intervals = (prices: (Price | undefined)[]) =>
    prices.map((price) => `${price?.recurring?.interval_count} ${price?.recurring?.interval}`)
  const before = intervals(subscription.items.data.map((item) => item.price))
  return intervals(phase.items.map((item) => world.store.prices.get(item.price))).some(
    (each) => !before.includes(each),
  )
}

/** The extra invoice items of a phase, as parameters for its subscription. */
export const extraItemsOf = (phase: StoredPhase): (ExtraItem & { isPlanned: true })[] =>
  phase.add_invoice_items.map((item) => {
    const { start, end } = item.period
    return {
      isPlanned: true,
      price: item.price,
      ...(item.quantity !== null && { quantity: item.quantity }),
      ...(item.discountable !== null && { discountable: item.discountable }),
      discounts: item.discounts.map(discountParam),
      tax_rates: (item.tax_rates ?? []).map(({ id }) => id),
      metadata: { ...item.metadata },
      period: {
        start:
          start.type === 'phase_start'
            ? { type: 'timestamp', timestamp: phase.start_date }
            : start.type === 'timestamp'
              ? { type: 'timestamp', timestamp: start.timestamp }
              : { type: 'max_item_period_start' },
        end:
          end.type === 'phase_end'
            ? { type: 'timestamp', timestamp: phase.end_date }
            : end.type === 'timestamp'
              ? { type: 'timestamp', timestamp: end.timestamp }
              : { type: 'min_item_period_end' },
      },
    }
  })

export const discountParam = ({
  coupon,
  discount,
  promotion_code,
}: StoredPhase['discounts'][number]): DiscountReference => ({
  ...(coupon && { coupon }),
  ...(discount && { discount }),
  ...(promotion_code && { promotion_code }),
})
