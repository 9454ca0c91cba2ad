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

/** The same far ends as the app's, without its ports in between. */
export type Backends = {
  stripe: ReturnType<typeof stripeClient>
  cognito: ReturnType<typeof cognitoClient>
  dynamodb: ReturnType<typeof documentClient>
}

export function connectBackends(at: Coordinates, region: string): Backends {
  return {
    stripe: stripeClient({ secretKey: at.stripe.secretKey, base: at.stripe.url }),
    cognito: cognitoClient({ region, endpoint: at.cognito.endpoint }),
    dynamodb: documentClient({ region, endpoint: at.dynamodb.endpoint }),
  }
}

/**
 * What the app finds when it runs: the table, and what `npm run stripe:setup` and `npm run cognito:groups`
 * make, by the same code. A catalog that was edited meanwhile is followed.
 */
export async function seedParts(
  { stripe, cognito, dynamodb }: Backends,
  { catalog, settings }: Pick<Services, 'catalog' | 'settings'>,
): Promise<void> {
  await Promise.all([
    setUpStripe(stripe, catalog),
    seedTable(dynamodb, settings.BILLING_TABLE),
    setUpGroups(cognito, settings.COGNITO_USER_POOL_ID, catalog, settings.GROUP_PREFIX),
  ])
}

/**
 * The endpoint that Stripe tells the app through, and the secret it signs with. Stripe shows the secret only
 * once, so it is kept in the settings; address and event types follow the app when they change.
 */
export async function seedWebhook(
  { stripe }: Pick<Backends, 'stripe'>,
  { catalog }: Pick<Services, 'catalog'>,
  appUrl: string,
  settings: SettingsFile,
): Promise<string> {
  const existing = settings.read().webhook
  // One whose secret was lost, with a start that was cut off, tells nobody anything.
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
  if (!webhook) throw new Error('Stripe tells of no webhook endpoint, old or new')
  return webhook.secret
}
