import { createLocalStripe, type LocalStripe } from 'local-stripe'
import Stripe from 'stripe'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { runStripeSetup, type StripeSetupAt } from './run-stripe-setup'

let local: LocalStripe
let stripe: Stripe
let said: string[]
let refuses: (path: string) => boolean
beforeEach(() => {
  local = createLocalStripe()
  said = []
  refuses = () => false
  stripe = new Stripe('sk_test_local', {
    maxNetworkRetries: 0,
    httpClient: Stripe.createFetchHttpClient(async (input, init) => {
      const request = new Request(input, init)
      return request.method === 'POST' && refuses(new URL(request.url).pathname)
        ? Response.json({ error: { message: 'This key may not do that.' } }, { status: 403 })
        : local.fetch(request)
    }),
  })
})
afterEach(() => local.close())

const run = (args: string[] = [], change: Partial<StripeSetupAt> = {}) =>
  runStripeSetup(
    {
      stripe,
      catalog: saas,
      appUrl: 'https://app.test',
      isLive: false,
      isLocal: false,
      log: (line) => said.push(line),
      confirm: null,
      ...change,
    },
    args,
  )
const all = () => said.join('\n')
const products = async () => (await stripe.products.list()).data.length

it('lists in a dry run what would change, changes nothing, and exits with 3', async () => {
  expect(await run(['--dry-run'])).toBe(3)

  expect(all()).toMatch(/^\d+ changes needed for Stripe to match the catalog "saas":/)
  expect(all()).toContain('+ price    saas_pro_month           $49.00 monthly (also €45.00)')
  expect(all()).toContain('+ webhook  https://app.test/api/stripe/webhook')
  expect(all()).toContain('Dry run: nothing was changed.')
  expect(await products()).toBe(0)
})

it('makes the changes, shows the webhook’s secret once, and finds nothing to do the second time', async () => {
  expect(await run()).toBe(0)
  expect(all()).toMatch(/STRIPE_WEBHOOK_SECRET=whsec_\w+/)
  said = []

  expect(await run()).toBe(0)
  expect(said).toEqual(['Stripe matches the catalog "saas". Nothing to do.'])
  expect(await run(['--dry-run'])).toBe(0)
})

it('changes a live account only after a confirmation', async () => {
  expect(await run([], { isLive: true })).toBe(1)
  expect(all()).toContain('--yes')
  expect(await run([], { isLive: true, confirm: async () => false })).toBe(1)
  expect(await run(['--dry-run'], { isLive: true })).toBe(3)
  expect(await products()).toBe(0)

  const asked: string[] = []
  const confirm = async (question: string) => asked.push(question) > 0
  expect(await run([], { isLive: true, confirm })).toBe(0)
  expect(asked).toHaveLength(1)
  expect(await run(['--yes'], { isLive: true })).toBe(0)
  expect(await products()).toBe(3)
})

it('says at which step it failed, and continues from there the next time', async () => {
  refuses = (path) => path.startsWith('/v1/billing_portal')

  expect(await run()).toBe(1)
  expect(all()).toContain('✗ + portal')
  expect(all()).toContain('Stripe says: This key may not do that.')
  expect(all()).toMatch(/\d+ of \d+ changes were made and are kept/)

  refuses = () => false
  said = []
  expect(await run()).toBe(0)
  expect(all()).toMatch(/^2 changes needed/)
})

it('changes nothing while there is a problem that only a person can solve', async () => {
  await run()
  said = []

  expect(await run([], { catalog: defineCatalog({ ...saas, name: 'mine' }) })).toBe(1)

  expect(all()).toContain('Nothing was changed. Resolve this first:')
  expect(all()).toContain('lookup keys of their own')
})

it('creates no endpoint that Stripe can’t reach, and says what to do instead', async () => {
  expect(await run([], { appUrl: 'http://localhost:3000' })).toBe(0)

  expect(all()).toContain('stripe listen --forward-to http://localhost:3000/api/stripe/webhook')
  expect((await stripe.webhookEndpoints.list()).data).toEqual([])
  expect(await run([], { appUrl: 'http://localhost:3000', isLocal: true })).toBe(0)
  expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1)
})

it('refuses an unknown flag', async () => {
  await expect(run(['--dryrun'])).rejects.toThrow('--dryrun')
  expect(await products()).toBe(0)
})
