import { subscriptionTax } from '../../tax/automatic-tax'
import { taxRatesFrom } from '../../tax/rates-param'
import { addIntervals } from '../../world/calendar'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Schedule, Subscription } from '../../world/types'
import type { World } from '../../world/world'
import type { ItemParams } from '../create-params'
import { priceFromParams, recurringPrice } from '../items'
import type { PhaseParams } from './params'

type StoredPhase = Schedule['phases'][number]

/** The current state of the subscription as the first phase of its schedule. */
export function phaseOf(subscription: Subscription): StoredPhase {
  return phase({
    start_date: Math.min(...subscription.items.data.map((item) => item.current_period_start)),
    end_date: Math.min(...subscription.items.data.map((item) => item.current_period_end)),
    currency: subscription.currency,
    automatic_tax: subscription.automatic_tax,
    default_tax_rates: subscription.default_tax_rates ?? [],
    discounts: subscription.discounts.map(runningDiscount),
    items: subscription.items.data.map((item) =>
      phaseItem(item.price.id, {
        quantity: item.quantity,
        discounts: item.discounts.map(runningDiscount),
        metadata: item.metadata,
        tax_rates: item.tax_rates ?? [],
      }),
    ),
    trial_end: subscription.trial_end,
  })
}

export function phasesOf(world: World, given: PhaseParams[], first: number): StoredPhase[] {
  let start = first
  return given.map((each, i) => {
    const path = `phases[${i}]`
    const prices = each.items.map((item, at) =>
      recurringPrice(world, item, `${path}[items][${at}]`),
    )
    const recurring = prices[0]?.recurring
    const {
      interval = recurring?.interval ?? 'month',
      interval_count = recurring?.interval_count ?? 1,
    } = each.duration ?? {}
    const from = typeof each.start_date === 'number' ? each.start_date : start
    const end =
      typeof each.end_date === 'number'
        ? each.end_date
        : each.end_date === 'now'
          ? world.clock.seconds()
          : addIntervals(from, interval, interval_count * (each.iterations ?? 1))
    if (end <= from) throw invalid('A phase must end after it starts.', `${path}[end_date]`)
    start = end
    return phase({
      start_date: from,
      end_date: end,
      add_invoice_items: (each.add_invoice_items ?? []).map((item, at) =>
        extraItem(world, item, `${path}[add_invoice_items][${at}]`),
      ),
      ...(each.automatic_tax && { automatic_tax: subscriptionTax(each.automatic_tax.enabled) }),
      billing_cycle_anchor: each.billing_cycle_anchor ?? null,
      collection_method: each.collection_method ?? null,
      currency: each.currency?.toLowerCase() ?? prices[0]?.currency ?? 'usd',
      default_tax_rates: taxRatesFrom(world, each.default_tax_rates, `${path}[default_tax_rates]`),
      description: each.description ?? null,
      discounts: (each.discounts ?? []).map(discountReference),
      invoice_settings: each.invoice_settings
        ? {
            account_tax_ids: null,
            custom_fields: null,
            days_until_due: each.invoice_settings.days_until_due ?? null,
            description: null,
            footer: null,
            issuer: null,
          }
        : null,
      items: each.items.map((item, at) =>
        phaseItem(prices[at]?.id ?? '', {
          quantity: item.quantity,
          discounts: (item.discounts ?? []).map(discountReference),
          metadata: withMetadata({}, item.metadata),
          tax_rates: taxRatesFrom(world, item.tax_rates, `${path}[items][${at}][tax_rates]`),
        }),
      ),
      metadata: withMetadata({}, each.metadata),
      proration_behavior: each.proration_behavior ?? 'create_prorations',
      default_payment_method: each.default_payment_method ?? null,
      trial_end: each.trial ? end : typeof each.trial_end === 'number' ? each.trial_end : null,
    })
  })
}

const phase = (
  given: Pick<StoredPhase, 'start_date' | 'end_date' | 'currency' | 'items'> & Partial<StoredPhase>,
): StoredPhase => ({
  add_invoice_items: [],
  application_fee_percent: null,
  billing_cycle_anchor: null,
  billing_thresholds: null,
  collection_method: null,
  default_payment_method: null,
  description: null,
  discounts: [],
  invoice_settings: null,
  metadata: {},
  on_behalf_of: null,
  proration_behavior: 'create_prorations',
  transfer_data: null,
  trial_end: null,
  ...given,
})

const phaseItem = (
  price: string,
  given: Pick<StoredPhase['items'][number], 'discounts' | 'metadata' | 'quantity' | 'tax_rates'>,
) => ({
  billing_thresholds: null,
  plan: price,
  price,
  ...given,
  quantity: given.quantity ?? 1,
})

function extraItem(
  world: World,
  given: NonNullable<PhaseParams['add_invoice_items']>[number],
  path: string,
): StoredPhase['add_invoice_items'][number] {
  const { start, end } = given.period ?? {}
  return {
    discountable: given.discountable ?? null,
    discounts: (given.discounts ?? []).map(discountReference),
    metadata: withMetadata({}, given.metadata),
    period: {
      start: start ?? { type: 'max_item_period_start' },
      end: end ?? { type: 'min_item_period_end' },
    },
    price: priceFromParams(world, given as ItemParams, path).id,
    quantity: given.quantity ?? null,
    tax_rates: taxRatesFrom(world, given.tax_rates, `${path}[tax_rates]`),
  }
}

/** A discount of a phase by id. It is redeemed when the phase begins. */
const discountReference = (given: {
  coupon?: string
  discount?: string
  promotion_code?: string
}) => ({
  coupon: given.coupon ?? null,
  discount: given.discount ?? null,
  promotion_code: given.promotion_code ?? null,
})

const runningDiscount = (discount: string | null) => ({
  coupon: null,
  discount,
  promotion_code: null,
})
