import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { shop } from '@/testing/stripe/fixtures'
import { openStripe } from '@/testing/stripe/local-stripe'
import type { Invoices } from './invoices'
import { memoryInvoices } from './memory-invoices'
import { stripeInvoices } from './stripe-invoices'

/** Subscriptions with open invoices. */
type Debts = {
  invoices: Invoices
  /** Adds one unpaid period. Returns the subscription's id and the page at which it can be paid. */
  owe(subscriptionId?: string): Promise<{ subscriptionId: string; url: string }>
  pay(subscriptionId: string): Promise<void>
}

describe.each<[string, () => Promise<Debts>]>([
  ['memory', openMemory],
  ['stripe', openLocal],
])('%s invoices', (_, open) => {
  let debts: Debts
  beforeEach(async () => {
    debts = await open()
  })

  it('lead to the page where the open invoice can be paid, until it is', async () => {
    const { subscriptionId, url } = await debts.owe()

    expect(await debts.invoices.payPage(subscriptionId)).toBe(url)
    await debts.pay(subscriptionId)
    expect(await debts.invoices.payPage(subscriptionId)).toBeNull()
  })

  it('lead to the newest of several, whose payment restores access', async () => {
    const { subscriptionId, url } = await debts.owe()
    const newer = await debts.owe(subscriptionId)

    expect(newer.url).not.toBe(url)
    expect(await debts.invoices.payPage(subscriptionId)).toBe(newer.url)
  })

  it('belong to one subscription each', async () => {
    const one = await debts.owe()
    const other = await debts.owe()

    expect(await debts.invoices.payPage(other.subscriptionId)).toBe(other.url)
    expect(await debts.invoices.payPage(one.subscriptionId)).toBe(one.url)
  })

  it('lead nowhere for an unknown subscription', async () => {
    expect(await debts.invoices.payPage('sub_nobody')).toBeNull()
  })
})

it('of several that were sent, lead to the one that is due first', async () => {
  const { stripe, subscribe, engine } = await shop()
  const { id } = await subscribe({
    collection_method: 'send_invoice',
    days_until_due: 45,
    default_payment_method: undefined,
  })
  engine.clock.advance({ days: 35 })
  const { data } = await stripe.invoices.list({ subscription: id, status: 'open' })
  const [newest, oldest] = data

  expect(oldest?.hosted_invoice_url).not.toBe(newest?.hosted_invoice_url)
  expect(await stripeInvoices(stripe).payPage(id)).toBe(oldest?.hosted_invoice_url)
})

async function openMemory(): Promise<Debts> {
  const invoices = memoryInvoices()
  let made = 0
  return {
    invoices,
    async owe(subscriptionId = `sub_${++made}`) {
      return { subscriptionId, url: invoices.bill(subscriptionId) }
    },
    async pay(subscriptionId) {
      invoices.pay(subscriptionId)
    },
  }
}

async function openLocal(): Promise<Debts> {
  // Stripe retries for longer than a period, so that two invoices are open at once.
  const { stripe, engine } = await openStripe({
    catalog: saas,
    settings: { dunning: { retryAfterDays: [60], finally: 'past_due' } },
  })
  const openOnes = async (subscription: string) =>
    (await stripe.invoices.list({ subscription, status: 'open' })).data

  return {
    invoices: stripeInvoices(stripe),
    async owe(known) {
      const subscriptionId = known ?? (await subscribeWithBadCard(stripe))
      engine.clock.advance({ days: known ? 32 : 2 })
      const [newest] = await openOnes(subscriptionId)
      return { subscriptionId, url: newest?.hosted_invoice_url ?? '' }
    },
    async pay(subscriptionId) {
      const [newest] = await openOnes(subscriptionId)
      await stripe.invoices.pay(newest?.id ?? '', { payment_method: 'pm_card_visa' })
    },
  }
}

/** The first month is free, so that the renewal fails. */
async function subscribeWithBadCard(stripe: Stripe): Promise<string> {
  const customer = await stripe.customers.create({
    payment_method: 'pm_card_chargeCustomerFail',
    invoice_settings: { default_payment_method: 'pm_card_chargeCustomerFail' },
  })
  const { data } = await stripe.prices.list({ lookup_keys: ['saas_pro_month'] })
  const { id } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: data[0]?.id ?? '' }],
    trial_period_days: 1,
  })
  return id
}
