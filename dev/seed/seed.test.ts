import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalStripe, type LocalStripe } from 'local-stripe'
import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { catalogNamed, catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { groups } from '@/lib/billing/catalog/catalogs/groups'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { setUpStripe } from '@/lib/stripe/setup/setup'
import { openSettings } from '../stack/settings'
import { demoAccounts } from './accounts'
import { seedWebhook } from './seed'
import { createDemoSubscription } from './subscription'

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

describe('the webhook endpoint', () => {
  const seed = (port: number) =>
    seedWebhook(
      { stripe },
      { catalog: saas },
      `http://localhost:${port}`,
      openSettings(join(folder, 'settings.json')),
    )

  it('is made once, keeps its secret, and follows the app to another port', async () => {
    const first = await seed(3000)
    const second = await seed(3001)

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

  it('is created again if an interrupted start lost its secret', async () => {
    const lost = await seed(3000)
    rmSync(join(folder, 'settings.json'))

    expect(await seed(3000)).not.toBe(lost)
    expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1)
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
      'canceled@example.com free',
      'near-limit@example.com free',
      'overage@example.com pro',
      'capped@example.com starter',
      'admins@example.com free',
      'managers@example.com free',
      'support@example.com free',
    ])
  })

  it.each(Object.values(catalogs))('of $name: each has an address of its own', (catalog) => {
    const emails = demoAccounts(catalog).map(({ email }) => email)
    expect(new Set(emails).size).toBe(emails.length)
    for (const { key } of catalog.plans) {
      expect(demoAccounts(catalog).some(({ plan }) => plan === key)).toBe(true)
    }
  })

  it.each([
    ['saas', 'pro', { status: 'active', cancel_at_period_end: false }, 'saas_pro_month'],
    ['saas', 'trialing', { status: 'trialing' }, 'saas_pro_month'],
    ['saas', 'past-due', { status: 'past_due' }, 'saas_pro_month'],
    ['saas', 'canceling', { status: 'active', cancel_at_period_end: true }, 'saas_pro_month'],
    ['saas', 'canceled', { status: 'canceled' }, 'saas_pro_month'],
    ['groups', 'trial', { status: 'trialing', default_payment_method: null }, 'groups_trial_month'],
    ['trial', 'trialing', { status: 'trialing' }, 'trial_member_month'],
    ['trial', 'past-due', { status: 'past_due' }, 'trial_member_month'],
    ['premium', 'past-due', { status: 'past_due' }, 'premium_monthly_month'],
    ['metered', 'usage', { status: 'active' }, 'metered_usage_month'],
    ['metered', 'past-due', { status: 'past_due' }, 'metered_usage_month'],
  ])('of %s: bring %s to their story, once', async (catalog, name, expected, lookupKey) => {
    const customer = await live(catalogNamed(catalog), name)

    const { data } = await stripe.subscriptions.list({ customer, status: 'all' })
    expect(data).toEqual([expect.objectContaining(expected)])
    expect(data[0]?.items.data[0]?.price.lookup_key).toBe(lookupKey)
  })

  it('of groups: a user pays an old price, matched only by its nickname', async () => {
    const customer = await live(groups, 'old-price')

    const { data } = await stripe.subscriptions.list({ customer, expand: ['data.items'] })
    const price = data[0]?.items.data[0]?.price
    expect(price).toMatchObject({ nickname: 'Business', lookup_key: null, metadata: {} })
    expect(await stripe.products.retrieve(String(price?.product))).toMatchObject({ metadata: {} })
  })

  it('of premium: a user made the one-time purchase', async () => {
    const customer = await live(premium, 'lifetime')

    const { data } = await stripe.charges.list({ customer })
    expect(data).toEqual([
      expect.objectContaining({
        amount: planByKey(premium, 'lifetime')?.prices[0]?.amountCents,
        paid: true,
        metadata: { plan: 'lifetime' },
      }),
    ])
  })
})

/** Sells the catalog, and lets one of its demo people live their story, twice over. */
async function live(catalog: typeof saas, name: string): Promise<string> {
  await setUpStripe(stripe, catalog)
  const customer = await stripe.customers.create({ email: `${name}@example.com` })
  const order = demoAccounts(catalog).find(({ email }) => email === customer.email)?.buys
  if (!order) expect.fail(`${name} buys nothing`)
  await createDemoSubscription(stripe, catalog, customer.id, order)
  await createDemoSubscription(stripe, catalog, customer.id, order)
  return customer.id
}
