import { decideAccess } from '@/lib/billing/access/access'
import type {
  Facts,
  Grant,
  PriceFact,
  PurchaseFact,
  SubscriptionFact,
} from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { entitlementsOf } from '@/lib/billing/gates/entitlements'

export const rules: AccessRules = { catalog: saas, groupPrefix: 'app-', pricePlans: {} }

/** Noon UTC on a day of March 2026, the month that these tests take place in. */
export const march = (day: number): Date => new Date(Date.UTC(2026, 2, day, 12))

export const price = (changes: Partial<PriceFact> = {}): PriceFact => ({
  id: 'price_1',
  lookupKey: null,
  productPlan: null,
  nickname: null,
  ...changes,
})

/** A subscription to a plan of the `saas` catalog, paid for the whole of March. */
export const subscription = (
  plan: string,
  changes: Partial<SubscriptionFact> = {},
): SubscriptionFact => ({
  id: `sub_${plan}`,
  status: 'active',
  prices: [price({ id: `price_${plan}`, lookupKey: `saas_${plan}_month` })],
  quantity: 1,
  createdAt: march(1),
  currentPeriodStart: march(1),
  currentPeriodEnd: march(31),
  trialStart: null,
  trialEnd: null,
  cancelAt: null,
  endedAt: null,
  unpaidSince: null,
  ...changes,
})

/** How a subscription is billed that is paid by invoice. */
export const byInvoice = (dueAt: Date | null): Pick<SubscriptionFact, 'billing'> => ({
  billing: {
    currency: 'usd',
    anchor: march(1),
    collectionMethod: 'send_invoice',
    dueAt,
    defaultPaymentMethod: null,
    discounts: [],
  },
})

export const purchase = (changes: Partial<PurchaseFact> = {}): PurchaseFact => ({
  id: 'ch_1',
  plan: 'pro',
  amountCents: 30_000,
  currency: 'usd',
  paidAt: march(1),
  amountRefundedCents: 0,
  dispute: 'none',
  ...changes,
})

export const grant = (changes: Partial<Grant> = {}): Grant => ({
  id: 'grant_1',
  plan: 'pro',
  reason: 'a pilot customer',
  startsAt: march(1),
  endsAt: null,
  ...changes,
})

export const facts = (known: Partial<Facts> = {}): Facts => ({
  subscriptions: [],
  purchases: [],
  grants: [],
  ...known,
})

/** The facts of a user with one subscription and nothing else. */
export const starter = (changes: Partial<SubscriptionFact> = {}) =>
  facts({ subscriptions: [subscription('starter', changes)] })
export const pro = (changes: Partial<SubscriptionFact> = {}) =>
  facts({ subscriptions: [subscription('pro', changes)] })

export const onTrial = {
  status: 'trialing',
  trialStart: march(1),
  trialEnd: march(15),
} satisfies Partial<SubscriptionFact>

/** The entitlements on 2 March of a user with these groups in their token. */
export const entitled = (known: Facts = facts(), ...tokenGroups: string[]) =>
  entitlementsOf(decideAccess(known, rules, march(2)), tokenGroups, rules)
