import type { z } from 'zod'
import { addIntervals } from '../../world/calendar'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Schedule, Subscription } from '../../world/types'
import { find, type World } from '../../world/world'
import type { Phase } from './params'

/** The current state of the subscription as the first phase of its schedule. */
export function phaseOf(subscription: Subscription): Schedule['phases'][number] {
  return phase({
    start_date: Math.min(...subscription.items.data.map((item) => item.current_period_start)),
    end_date: Math.min(...subscription.items.data.map((item) => item.current_period_end)),
    currency: subscription.currency,
    items: subscription.items.data.map((item) => phaseItem(item.price.id, item.quantity)),
    trial_end: subscription.trial_end,
  })
}

export function phasesOf(
  world: World,
  given: z.output<typeof Phase>[],
  first: number,
): Schedule['phases'] {
  let start = first
  return given.map((each, i) => {
    const prices = each.items.map((item, at) =>
      find(
        world.store.prices,
        'price',
        item.price ?? item.plan ?? '',
        `phases[${i}][items][${at}][price]`,
      ),
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
    if (end <= from) throw invalid('A phase must end after it starts.', `phases[${i}][end_date]`)
    start = end
    return phase({
      start_date: from,
      end_date: end,
      currency: prices[0]?.currency ?? 'usd',
      items: each.items.map((item, at) => phaseItem(prices[at]?.id ?? '', item.quantity)),
      metadata: withMetadata({}, each.metadata),
      proration_behavior: each.proration_behavior ?? 'create_prorations',
      default_payment_method: each.default_payment_method ?? null,
      trial_end: each.trial ? end : typeof each.trial_end === 'number' ? each.trial_end : null,
    })
  })
}

const phase = (
  given: Pick<Schedule['phases'][number], 'start_date' | 'end_date' | 'currency' | 'items'> &
    Partial<Schedule['phases'][number]>,
): Schedule['phases'][number] => ({
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

const phaseItem = (price: string, quantity = 1) => ({
  billing_thresholds: null,
  discounts: [],
  metadata: {},
  plan: price,
  price,
  quantity,
})
