import { cognitoClient } from '@/lib/cognito/client'
import { documentClient } from '@/lib/db/client'
import type { Services } from '@/lib/services'
import { stripeClient } from '@/lib/stripe/client'
import type { Coordinates } from '../stack/env'
import { seedGroups } from './groups'
import { seedPortal } from './portal'
import { seedProducts } from './products'
import { seedTable } from './table'

/** The same far ends as the app's, without its ports in between. */
export type FarEnds = {
  stripe: ReturnType<typeof stripeClient>
  cognito: ReturnType<typeof cognitoClient>
  dynamodb: ReturnType<typeof documentClient>
}

export function farEnds(at: Coordinates, region: string): FarEnds {
  return {
    stripe: stripeClient({ secretKey: at.stripe.secretKey, base: at.stripe.url }),
    cognito: cognitoClient({ region, endpoint: at.cognito.endpoint }),
    dynamodb: documentClient({ region, endpoint: at.dynamodb.endpoint }),
  }
}

/** What the app finds when it first runs: table, groups, products and prices, a portal. What is there stays as it is. */
export async function seedParts(
  { stripe, cognito, dynamodb }: FarEnds,
  { catalog, settings }: Pick<Services, 'catalog' | 'settings'>,
): Promise<void> {
  await Promise.all([
    seedProducts(stripe, catalog).then(() => seedPortal(stripe, catalog)),
    seedTable(dynamodb, settings.BILLING_TABLE),
    seedGroups(cognito, settings.COGNITO_USER_POOL_ID, catalog, settings.GROUP_PREFIX),
  ])
}
