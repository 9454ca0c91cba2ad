import Stripe from 'stripe'
import type { SettingsFile } from '../stack/settings'

/**
 * The endpoint that Stripe tells the app through, and the secret it signs with. Stripe names the secret only once, so
 * it is kept in the settings; the address follows the app when that moves to another port.
 */
export async function seedWebhook(
  stripe: Stripe,
  appUrl: string,
  settings: SettingsFile,
): Promise<string> {
  const url = `${appUrl}/api/stripe/webhook`
  const known = settings.read().webhook
  const existing = known && (await find(stripe, known.id))
  if (known && existing) {
    if (existing.url !== url) await stripe.webhookEndpoints.update(known.id, { url })
    return known.secret
  }

  const { id, secret = '' } = await stripe.webhookEndpoints.create({
    url,
    enabled_events: ['*'],
    // Events are rendered in the endpoint's version, for good: it must be the one our types describe.
    api_version: Stripe.API_VERSION,
  })
  settings.update({ webhook: { id, secret } })
  return secret
}

async function find(stripe: Stripe, id: string): Promise<Stripe.WebhookEndpoint | undefined> {
  for await (const endpoint of stripe.webhookEndpoints.list()) {
    if (endpoint.id === id) return endpoint
  }
  return undefined
}
