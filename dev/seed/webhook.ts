import Stripe from 'stripe'
import { usedEventTypes } from '@/lib/sync/used-events'
import type { SettingsFile } from '../stack/settings'

/**
 * The endpoint that Stripe tells the app through, and the secret it signs with. Stripe names the secret only once, so
 * it is kept in the settings; address and event types follow the app when they change.
 */
export async function seedWebhook(
  stripe: Stripe,
  appUrl: string,
  settings: SettingsFile,
): Promise<string> {
  const wanted = {
    url: `${appUrl}/api/stripe/webhook`,
    enabled_events: usedEventTypes as Stripe.WebhookEndpointCreateParams.EnabledEvent[],
  }
  const known = settings.read().webhook
  if (known && (await exists(stripe, known.id))) {
    await stripe.webhookEndpoints.update(known.id, wanted)
    return known.secret
  }

  // Events are rendered in the endpoint's version, for good: it must be the one our types describe.
  const api_version = Stripe.API_VERSION
  const { id, secret = '' } = await stripe.webhookEndpoints.create({ ...wanted, api_version })
  settings.update({ webhook: { id, secret } })
  return secret
}

async function exists(stripe: Stripe, id: string): Promise<boolean> {
  for await (const endpoint of stripe.webhookEndpoints.list()) {
    if (endpoint.id === id) return true
  }
  return false
}
