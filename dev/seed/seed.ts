import { documentClient } from '@/lib/db/dynamo/client'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { setUpGroups } from '@/lib/identity/cognito/group-setup'
import type { Services } from '@/lib/services'
import { stripeClient } from '@/lib/stripe/client'
import { setUpStripe } from '@/lib/stripe/setup/setup'
import { usedEventTypes } from '@/lib/sync/events/used-events'
import type { Coordinates } from '../stack/env'
import type { SettingsFile } from '../stack/settings'
import { seedTable } from './table'

/** Clients of the app's backends, without its ports. */
export type SeedBackends = {
  stripe: ReturnType<typeof stripeClient>
  cognito: ReturnType<typeof cognitoClient>
  dynamodb: ReturnType<typeof documentClient>
}

/** Long, because servers and clients share one process here, and it is busy while it starts. */
const timeoutMs = 30_000

export function connectBackends(at: Coordinates, region: string): SeedBackends {
  return {
    stripe: stripeClient({ secretKey: at.stripe.secretKey, base: at.stripe.url }),
    cognito: cognitoClient({ region, endpoint: at.cognito.endpoint, timeoutMs }),
    dynamodb: documentClient({ region, endpoint: at.dynamodb.endpoint, timeoutMs }),
  }
}

/**
 * Creates what the app needs: the table, and what `npm run stripe:setup` and `npm run
 * cognito:groups` create, with the same code. Follows a catalog that was edited since the last
 * start.
 */
export async function seedParts(
  { stripe, cognito, dynamodb }: SeedBackends,
  { catalog, settings }: Pick<Services, 'catalog' | 'settings'>,
): Promise<void> {
  await Promise.all([
    setUpStripe(stripe, catalog),
    seedTable(dynamodb, settings.BILLING_TABLE),
    setUpGroups(cognito, settings.COGNITO_USER_POOL_ID, catalog, settings.GROUP_PREFIX),
  ])
}

/**
 * Creates the webhook endpoint and returns its signing secret. Stripe shows the secret only once,
 * so it is kept in the settings. An existing endpoint gets the current address and event types.
 */
export async function seedWebhook(
  { stripe }: Pick<SeedBackends, 'stripe'>,
  { catalog }: Pick<Services, 'catalog'>,
  appUrl: string,
  settings: SettingsFile,
): Promise<string> {
  const existing = settings.read().webhook
  // An endpoint whose secret was lost, because a start was interrupted, is of no use.
  for await (const { id } of stripe.webhookEndpoints.list()) {
    if (!existing) await stripe.webhookEndpoints.del(id)
  }
  const { webhook: created } = await setUpStripe(stripe, catalog, {
    parts: 'webhook',
    webhook: {
      url: `${appUrl}/api/stripe/webhook`,
      events: usedEventTypes,
      knownId: existing?.id,
    },
  })
  if (created) settings.update({ webhook: created })
  const webhook = created ?? existing
  if (!webhook) throw new Error('Stripe has no webhook endpoint, old or new')
  return webhook.secret
}
