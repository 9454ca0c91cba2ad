import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { clean, openAccount, type StripeAccount, webhookOptions } from '@/testing/stripe/setup'

let at: StripeAccount
beforeEach(() => {
  at = openAccount()
})
afterEach(() => at.close())

describe('the webhook endpoint', () => {
  it('has the SDK’s API version, and shows its secret once', async () => {
    const first = await at.setUp(saas)
    const second = await at.setUp(saas)

    expect(first.webhook?.secret).toMatch(/^whsec_/)
    expect(second.webhook).toBeNull()
    expect((await at.stripe.webhookEndpoints.list()).data).toEqual([
      expect.objectContaining({ ...endpoint, api_version: Stripe.API_VERSION }),
    ])
  })
  const endpoint = {
    url: webhookOptions.url,
    enabled_events: webhookOptions.events,
    status: 'enabled',
  }

  it('follows the events that the app uses, and is enabled again', async () => {
    const { webhook: made } = await at.setUp(saas)
    await at.stripe.webhookEndpoints.update(made?.id ?? '', {
      enabled_events: ['customer.deleted'],
      disabled: true,
    })

    expect((await at.look(saas)).changes).toEqual([
      `~ webhook ${webhookOptions.url} adds invoice.paid; removes customer.deleted; enabled again`,
    ])
    await at.setUp(saas)
    expect((await at.stripe.webhookEndpoints.list()).data).toEqual([
      expect.objectContaining(endpoint),
    ])
  })

  it('with an older version stays: a new one is added, and an operator disables the old one', async () => {
    const old = await at.stripe.webhookEndpoints.create({
      url: webhookOptions.url,
      enabled_events: ['*'],
      api_version: '2024-06-20' as never,
    })

    const { webhook: made } = await at.setUp(saas)

    expect(made?.id).not.toBe(old.id)
    expect((await at.look(saas)).changes).toEqual([])
    expect((await at.look(saas)).notes).toEqual([expect.stringContaining(`Endpoint ${old.id}`)])
    await at.stripe.webhookEndpoints.update(old.id, { disabled: true })
    expect(await at.look(saas)).toEqual(clean)
  })
})
