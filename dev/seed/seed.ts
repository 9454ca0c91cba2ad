import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog'
import { catalogs } from '@/lib/billing/catalogs/by-name'
import type { Coordinates } from '../stack/env'
import type { SettingsFile } from '../stack/settings'
import { seedGroups } from './groups'
import { seedProducts } from './products'
import { seedTable } from './table'
import { seedWebhook } from './webhook'

/**
 * What the app finds when it first runs: table, groups, products and prices, webhook endpoint. What is there
 * already stays as it is. Answers the secret that webhooks are signed with.
 */
export async function seedParts(
  at: Coordinates,
  { CATALOG = '', GROUP_PREFIX = '' }: Record<string, string>,
  settings: SettingsFile,
): Promise<string> {
  const catalog = catalogNamed(CATALOG)
  const stripe = stripeClient(at)
  const [webhookSecret] = await Promise.all([
    seedWebhook(stripe, at.appUrl, settings),
    seedProducts(stripe, catalog),
    seedTable(new DynamoDBClient(awsAt(at.dynamodb.endpoint)), at.dynamodb.table),
    seedGroups(cognitoClient(at), at.cognito.userPoolId, catalog, GROUP_PREFIX),
  ])
  return webhookSecret
}

export function catalogNamed(name: string): Catalog {
  const catalog = Object.hasOwn(catalogs, name) ? catalogs[name] : undefined
  if (catalog) return catalog
  throw new Error(`CATALOG is "${name}"; there are: ${Object.keys(catalogs).join(', ')}`)
}

export function stripeClient({ stripe }: Coordinates): Stripe {
  const { hostname: host, port, protocol } = new URL(stripe.url)
  return new Stripe(stripe.secretKey, {
    host,
    port,
    protocol: protocol === 'https:' ? 'https' : 'http',
  })
}

export const cognitoClient = (at: Coordinates) =>
  new CognitoIdentityProviderClient(awsAt(at.cognito.endpoint))

const awsAt = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})
