import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalogs/saas'
import { openSettings } from '../stack/settings'
import { createLocalStripe, type LocalStripe } from '../stripe/local-stripe'
import { demoAccounts } from './accounts'
import { seedPortal } from './portal'
import { seedProducts } from './products'
import { subscribe } from './subscription'
import { seedWebhook } from './webhook'

let local: LocalStripe
let stripe: Stripe
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seed-'))
  local = createLocalStripe()
  stripe = new Stripe('sk_test_local', { httpClient: Stripe.createFetchHttpClient(local.fetch) })
})
afterEach(async () => {
  await local.close()
  rmSync(folder, { recursive: true })
})

describe('products', () => {
  it('has each price of the catalog once, however often it is seeded', async () => {
    await seedProducts(stripe, saas)
    await seedProducts(stripe, saas)

    const { data: products } = await stripe.products.list()
    const { data: prices } = await stripe.prices.list({ limit: 100 })
    expect(products.map((product) => product.metadata.plan).sort()).toEqual([
      'enterprise',
      'pro',
      'starter',
    ])
    expect(prices).toHaveLength(6)
    expect(prices.find((price) => price.lookup_key === 'saas_pro_year')).toMatchObject({
      unit_amount: 49_000,
      currency: 'usd',
      recurring: { interval: 'year' },
      nickname: 'Pro',
    })
  })

  it('adds a price that is new to a product that is there', async () => {
    const monthly = {
      ...saas,
      plans: saas.plans.map((plan) => ({ ...plan, prices: plan.prices.slice(0, 1) })),
    }
    await seedProducts(stripe, monthly)
    await seedProducts(stripe, saas)

    expect((await stripe.products.list()).data).toHaveLength(3)
    expect((await stripe.prices.list({ limit: 100 })).data).toHaveLength(6)
  })
})

describe('the portal', () => {
  it('lets a person change between all recurring plans, paid at once, however often it is seeded', async () => {
    await seedProducts(stripe, saas)
    await seedPortal(stripe, saas)
    await seedPortal(stripe, saas)

    const { data } = await stripe.billingPortal.configurations.list({
      is_default: true,
      expand: ['data.features.subscription_update.products'],
    })
    expect(data).toHaveLength(1)
    expect(data[0]?.features.subscription_update).toMatchObject({
      enabled: true,
      proration_behavior: 'always_invoice',
    })
    expect(data[0]?.features.subscription_update.products).toHaveLength(3)
    expect(data[0]?.features.subscription_cancel).toMatchObject({ mode: 'at_period_end' })
  })
})

describe('the webhook endpoint', () => {
  it('is made once, keeps its secret, and follows the app to another port', async () => {
    const settings = openSettings(join(folder, 'settings.json'), 'saas')

    const first = await seedWebhook(stripe, 'http://localhost:3000', settings)
    const second = await seedWebhook(stripe, 'http://localhost:3001', settings)

    expect(first).toMatch(/^whsec_/)
    expect(second).toBe(first)
    const { data } = await stripe.webhookEndpoints.list()
    expect(data).toEqual([
      expect.objectContaining({
        url: 'http://localhost:3001/api/stripe/webhook',
        api_version: Stripe.API_VERSION,
      }),
    ])
  })
})

describe('the demo accounts', () => {
  it('are one for each plan, each story and each staff group', () => {
    expect(demoAccounts(saas).map(({ email, plan }) => `${email} ${plan}`)).toEqual([
      'free@example.com free',
      'starter@example.com starter',
      'pro@example.com pro',
      'enterprise@example.com enterprise',
      'trialing@example.com pro',
      'past-due@example.com pro',
      'canceling@example.com pro',
      'admins@example.com free',
      'managers@example.com free',
      'support@example.com free',
    ])
  })

  it.each([
    ['pro@example.com', { status: 'active', cancel_at_period_end: false }],
    ['trialing@example.com', { status: 'trialing' }],
    ['past-due@example.com', { status: 'past_due' }],
    ['canceling@example.com', { status: 'active', cancel_at_period_end: true }],
  ])('bring %s to its story, once', async (email, expected) => {
    await seedProducts(stripe, saas)
    const customer = await stripe.customers.create({ email })
    const story = demoAccounts(saas).find((account) => account.email === email)?.buys
    if (!story) expect.fail(`${email} buys nothing`)

    await subscribe(stripe, saas, customer.id, story)
    await subscribe(stripe, saas, customer.id, story)

    const { data } = await stripe.subscriptions.list({ customer: customer.id, status: 'all' })
    expect(data).toEqual([expect.objectContaining(expected)])
    expect(data[0]?.items.data[0]?.price.lookup_key).toBe('saas_pro_month')
  })
})
