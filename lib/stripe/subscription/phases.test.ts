import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { RecurringInterval } from '@/lib/billing/subscription/change'
import { unmetered } from '@/testing/catalog'
import { phasesFor } from './phases'
import type { PriceBook } from './price-book'

type Phase = Stripe.SubscriptionSchedule.Phase

const book: PriceBook = { idOf: (key) => `price_of_${key}`, lookupKeyOf: () => null }
const periodEnd = new Date('2026-04-01T12:00:00Z')

const phaseItem = (price: string, changes: Partial<Phase['items'][number]> = {}) => ({
  billing_thresholds: null,
  discounts: [],
  metadata: {},
  plan: price,
  price,
  quantity: 1,
  ...changes,
})

const running = (items: Phase['items'], changes: Partial<Phase> = {}): Phase => ({
  add_invoice_items: [],
  application_fee_percent: null,
  billing_cycle_anchor: null,
  billing_thresholds: null,
  collection_method: null,
  currency: 'eur',
  default_payment_method: null,
  description: null,
  discounts: [],
  end_date: 1_900_000_000,
  invoice_settings: null,
  items,
  metadata: {},
  on_behalf_of: null,
  proration_behavior: 'create_prorations',
  start_date: 1_772_366_400,
  transfer_data: null,
  trial_end: null,
  ...changes,
})

/** Starter in place of Pro, by default by the month. */
const plan = (
  current: Phase,
  {
    interval = 'month',
    ...changes
  }: Partial<Parameters<typeof phasesFor>[0]['subscription']> & {
    interval?: RecurringInterval
  } = {},
) => {
  const target = planByKey(unmetered(saas), 'starter')
  const price = target?.prices.find((price) => price.interval === interval)
  if (!target || !price) throw new Error('The catalog has no such price')
  return phasesFor(
    {
      subscription: {
        id: 'sub_1',
        item: { id: 'si_pro', priceId: 'price_pro' },
        plan: planByKey(saas, 'pro') ?? null,
        interval: 'month',
        metered: [],
        isMetered: false,
        currentPeriodEnd: periodEnd,
        ...changes,
      },
      to: { plan: target, price: { ...price, interval }, quantity: 2 },
    },
    current,
    book,
  )
}

describe('the phases of a planned change', () => {
  it('keep every item but the plan’s, with its discounts, tax rates and metadata', () => {
    const addOn = phaseItem('price_add_on', {
      quantity: 3,
      discounts: [{ coupon: null, discount: 'di_item', promotion_code: null }],
      metadata: { of: 'sales' },
      tax_rates: [taxRate('txr_item')],
    })
    const asItIs = {
      price: 'price_add_on',
      quantity: 3,
      discounts: [{ discount: 'di_item' }],
      metadata: { of: 'sales' },
      tax_rates: ['txr_item'],
    }
    const pro = phaseItem('price_pro', { tax_rates: [taxRate('txr_pro')] })

    const [now, next] = plan(running([addOn, pro]))

    expect(now?.items).toEqual([
      asItIs,
      { price: 'price_pro', quantity: 1, tax_rates: ['txr_pro'] },
    ])
    expect(next?.items).toEqual([
      asItIs,
      { price: 'price_of_saas_starter_month', quantity: 2, tax_rates: ['txr_pro'] },
    ])
  })

  it('keep how it is paid for', () => {
    const phases = plan(
      running([phaseItem('price_pro')], {
        application_fee_percent: 2.5,
        automatic_tax: { disabled_reason: null, enabled: true, liability: { type: 'self' } },
        billing_thresholds: { amount_gte: 5_000, reset_billing_cycle_anchor: null },
        collection_method: 'send_invoice',
        default_payment_method: 'pm_1',
        default_tax_rates: [taxRate('txr_1'), taxRate('txr_2')],
        description: 'Seats in Ghent',
        discounts: [
          { coupon: 'co_1', discount: 'di_1', promotion_code: null },
          { coupon: 'co_2', discount: null, promotion_code: null },
        ],
        invoice_settings: {
          account_tax_ids: ['atxi_1'],
          custom_fields: [{ name: 'PO', value: '7' }],
          days_until_due: 60,
          description: 'Contract',
          footer: 'Thank you',
          issuer: { type: 'account', account: 'acct_1' },
        },
        on_behalf_of: 'acct_2',
        transfer_data: { amount_percent: 10, destination: 'acct_3' },
      }),
    )

    for (const phase of phases) {
      expect(phase).toMatchObject({
        currency: 'eur',
        application_fee_percent: 2.5,
        automatic_tax: { enabled: true, liability: { type: 'self' } },
        billing_thresholds: { amount_gte: 5_000 },
        collection_method: 'send_invoice',
        default_payment_method: 'pm_1',
        default_tax_rates: ['txr_1', 'txr_2'],
        description: 'Seats in Ghent',
        discounts: [{ discount: 'di_1' }, { coupon: 'co_2' }],
        invoice_settings: {
          account_tax_ids: ['atxi_1'],
          custom_fields: [{ name: 'PO', value: '7' }],
          days_until_due: 60,
          description: 'Contract',
          footer: 'Thank you',
          issuer: { type: 'account', account: 'acct_1' },
        },
        on_behalf_of: 'acct_2',
        transfer_data: { amount_percent: 10, destination: 'acct_3' },
      })
    }
  })

  it('set nothing that the running phase doesn’t set', () => {
    expect(plan(running([phaseItem('price_pro')]))).toEqual([
      {
        currency: 'eur',
        start_date: 1_772_366_400,
        end_date: periodEnd.getTime() / 1000,
        items: [{ price: 'price_pro', quantity: 1 }],
        metadata: {},
      },
      {
        currency: 'eur',
        items: [{ price: 'price_of_saas_starter_month', quantity: 2 }],
        duration: { interval: 'month', interval_count: 1 },
        proration_behavior: 'none',
      },
    ])
  })

  it('begin new periods with another interval', () => {
    const [, next] = plan(running([phaseItem('price_pro')]), { interval: 'year' })

    expect(next).toMatchObject({
      billing_cycle_anchor: 'phase_start',
      duration: { interval: 'year', interval_count: 1 },
    })
  })

  it('replace the prices that bill the old plan’s usage, and no others', () => {
    const current = running([
      phaseItem('price_usage_of_pro'),
      phaseItem('price_pro'),
      phaseItem('price_usage_of_something_else'),
    ])
    const usage = { itemId: 'si_usage', priceId: 'price_usage_of_pro', lookupKey: null }

    const [, next] = plan(current, { isMetered: true, metered: [usage] })

    expect(next?.items?.map(({ price }) => price)).toEqual([
      'price_of_saas_starter_month',
      'price_usage_of_something_else',
    ])
    expect(next?.proration_behavior).toBe('create_prorations')
  })

  it('keep the price, even an archived one, if only the quantity changes', () => {
    const starter: Plan | null = planByKey(saas, 'starter') ?? null
    const item = { id: 'si_1', priceId: 'price_archived' }

    const [, next] = plan(running([phaseItem('price_archived')]), { plan: starter, item })

    expect(next?.items).toEqual([{ price: 'price_archived', quantity: 2 }])
  })
})

it('a plan that bills usage brings its metered price', () => {
  const usage = planByKey(metered, 'usage')
  const [price] = usage?.prices ?? []
  if (!usage || !price) throw new Error('The catalog has no such price')
  const [, next] = phasesFor(
    {
      subscription: {
        id: 'sub_1',
        item: { id: 'si_1', priceId: 'price_old' },
        plan: null,
        interval: 'month',
        metered: [],
        isMetered: false,
        currentPeriodEnd: periodEnd,
      },
      to: { plan: usage, price: { ...price, interval: 'month' }, quantity: 1 },
    },
    running([phaseItem('price_old')]),
    book,
  )

  expect(next?.items).toEqual([
    { price: 'price_of_metered_usage_month', quantity: 1 },
    { price: 'price_of_metered_usage_credits' },
  ])
})

const taxRate = (id: string): Stripe.TaxRate => ({
  id,
  object: 'tax_rate',
  active: true,
  country: 'BE',
  created: 1_772_366_400,
  description: null,
  display_name: 'VAT',
  effective_percentage: 21,
  flat_amount: null,
  inclusive: false,
  jurisdiction: null,
  jurisdiction_level: null,
  livemode: false,
  metadata: {},
  percentage: 21,
  rate_type: 'percentage',
  state: null,
  tax_type: 'vat',
})
