import { z } from 'zod'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { PricePlans } from './price-plan'

/** What a user's access, or one of their subscriptions, is called. Ours, not Stripe's. */
export const AccessStatus = z.enum([
  'none',
  'incomplete',
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
])
export type AccessStatus = z.infer<typeof AccessStatus>

/** What a deployment configures: its catalog, and what goes with it. */
export type AccessRules = { catalog: Catalog; groupPrefix: string; pricePlans?: PricePlans }
