import { NO_INVOICE_SETTINGS, withInvoiceSettings } from '../../invoices/invoice-settings'
import { subscriptionTax } from '../../tax/automatic-tax'
import { taxRatesFrom } from '../../tax/rates-param'
import { addIntervals } from '../../world/calendar'
import { invalid } from '../../world/errors'
import { type MetadataChange, withMetadata } from '../../world/params'
import type { Schedule, Subscription } from '../../world/types'
import type { World } from '../../world/world'
import type { ItemParams } from '../create-params'
import type { ExtraItem } from '../extra-item-lines'
import { priceFromParams, recurringPrice } from '../items'
import type { PhaseExtraItem, PhaseParams } from './params'

type StoredPhase = Schedule['phases'][number]

/** Past phases don't count. */
const MOST_PHASES = 10

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
  if (given.length > MOST_PHASES) {
    throw invalid(
      `A subscription schedule can have at most ${MOST_PHASES} current and future phases.`,
      'phases',
    )
  }
  let start = first
  return given.map((each, i) => {
    const path = `phases[${i}]`
    checkTimes(each, start, i === 0 || each.start_date === 'now', path)
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
    const trialEnd = typeof each.trial_end === 'number' ? each.trial_end : null
    if (trialEnd !== null && (trialEnd < from || trialEnd > end)) {
      throw invalid('The trial_end of a phase must be within the phase.', `${path}[trial_end]`)
    }
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
        ? withInvoiceSettings(
            {
              account_tax_ids: null,
              ...NO_INVOICE_SETTINGS,
              days_until_due: each.invoice_settings.days_until_due ?? null,
              issuer: null,
            },
            each.invoice_settings,
            `${path}[invoice_settings]`,
          )
        : null,
      items: each.items.map((item, at) =>
        phaseItem(prices[at]?.id ?? '', {
          quantity: item.quantity,
          discounts: (item.discounts ?? []).map(discountReference),
          metadata: withMetadata({}, item.metadata),
          tax_rates: taxRatesFrom(world, item.tax_rates, `${path}[items][${at}][tax_rates]`),
        }),
      ),
      metadata: phaseMetadata(each.metadata),
      proration_behavior: each.proration_behavior ?? 'create_prorations',
      default_payment_method: each.default_payment_method ?? null,
      trial_end: each.trial ? end : trialEnd,
    })
  })
}

/** Refuses what can't be combined: a phase has one length, and begins when the one before ends. */
function checkTimes(
  { duration, end_date, iterations, start_date, trial, trial_end }: PhaseParams,
  start: number,
  isFirst: boolean,
  path: string,
): void {
  const lengths = Object.entries({ duration, end_date, iterations })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `${path}[${name}]`)
  const trials = trial && trial_end !== undefined ? [`${path}[trial]`, `${path}[trial_end]`] : []
  for (const names of [lengths, trials]) {
    if (names.length > 1) {
      throw invalid(`You may only specify one of these parameters: ${names.join(', ')}.`, names[1])
    }
  }
  if (!isFirst && start_date !== undefined && start_date !== start) {
    throw invalid(
      'The start_date of a phase must be the end_date of the phase before.',
      `${path}[start_date]`,
    )
  }
}

/** The metadata of a phase. An empty value stays: it unsets the key on the subscription. */
const phaseMetadata = (given: MetadataChange | undefined): Record<string, string> =>
  given === undefined || given === 'unset'
    ? {}
    : Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value ?? '']))

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

const extraItem = (
  world: World,
  given: PhaseExtraItem,
  path: string,
): StoredPhase['add_invoice_items'][number] =>
  storedExtraItem(world, given, priceFromParams(world, given as ItemParams, path).id, path)

/** An invoice item that was added to a running subscription, as its phase shows it. */
export const extraItemOf = (world: World, given: ExtraItem) =>
  given.price === undefined ? null : storedExtraItem(world, given, given.price, 'add_invoice_items')

function storedExtraItem(
  world: World,
  given: PhaseExtraItem | ExtraItem,
  price: string,
  path: string,
): StoredPhase['add_invoice_items'][number] {
  const { start, end } = given.period ?? {}
  return {
    discountable: given.discountable ?? null,
    discounts: (given.discounts ?? []).map(discountReference),
    metadata: withMetadata({}, given.metadata),
    period: {
      start:
        start?.type === 'now'
          ? { type: 'phase_start' }
          : start
            ? { type: start.type, timestamp: start.timestamp }
            : { type: 'max_item_period_start' },
      end: end ? { ...end } : { type: 'min_item_period_end' },
    },
    price,
    quantity: given.quantity ?? null,
    tax_rates: taxRatesFrom(world, given.tax_rates, `${path}[tax_rates]`),
  }
}

/** A discount of a phase by id. It is redeemed when the phase begins. */
export const discountReference = (given: {
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
