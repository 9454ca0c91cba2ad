import { z } from 'zod'
import { defaultPlan, groupName } from '@/lib/billing/catalog/catalog'
import { Limit, type Plan } from '@/lib/billing/catalog/schema'
import { Time } from '@/lib/billing/time'
import { BankPayment, bankPaymentOf } from './bank-payment'
import type { Claim, GrantClaim, SubscriptionClaim } from './claims/claims'
import { grantClaim } from './claims/grant'
import { byPrecedence } from './claims/precedence'
import { purchaseClaim } from './claims/purchase'
import { subscriptionClaim } from './claims/subscription'
import type { Facts } from './facts'
import { ownFacts } from './own-subscriptions'
import { type AccessRules, AccessStatus } from './status'

/** One reason why a user has access, or has lost it. `why` is a sentence that they may read. */
const Source = z.object({
  kind: z.enum(['subscription', 'purchase', 'grant', 'default']),
  id: z.string().nullable(),
  plan: z.string().nullable(),
  counts: z.boolean(),
  why: z.string(),
})
type Source = z.infer<typeof Source>

export const Access = z.object({
  status: AccessStatus,
  plan: z.string(),
  /** Managed Cognito groups: always exactly one. */
  groups: z.array(z.string()),
  features: z.array(z.string()),
  permissions: z.array(z.string()),
  limits: z.record(z.string(), Limit),
  /** The user's own subscription, even if something else gives them access. */
  subscription: z
    .object({
      id: z.string(),
      plan: z.string().nullable(),
      status: AccessStatus,
      currentPeriodEnd: Time,
    })
    .nullable(),
  currentPeriodEnd: Time.nullable(),
  trialExpiresAt: Time.nullable(),
  cancelAt: Time.nullable(),
  graceUntil: Time.nullable(),
  /**
   * When the open invoice is due, if the subscription is paid by invoice. Older rows don't have it.
   */
  invoiceDueAt: Time.nullish(),
  /**
   * A bank payment that is processing, or that failed recently. Older rows don't have the field.
   */
  bankPayment: BankPayment.nullish(),
  sources: z.array(Source),
  /** When time alone next changes this decision, or when to ask Stripe again. */
  nextLookAt: Time.nullable(),
})
export type Access = z.infer<typeof Access>

/**
 * Decides what a user may do, from all the facts we have about them. Pure: the same facts at the
 * same time give the same answer, so every read decides again and no answer goes stale.
 */
export function decideAccess(facts: Facts, rules: AccessRules, now: Date): Access {
  const { catalog } = rules
  const claims: Claim[] = [
    ...ownFacts(facts, rules).subscriptions.map((fact) => subscriptionClaim(fact, rules, now)),
    ...facts.purchases.map((fact) => purchaseClaim(fact, catalog)),
    ...facts.grants.map((fact) => grantClaim(fact, catalog, now)),
  ].sort(byPrecedence)
  const best = claims[0]?.open ? claims[0] : undefined
  const subscription = claims.find((claim) => claim.kind === 'subscription')
  const plan = best?.plan ?? defaultPlan(catalog)

  return {
    status: statusOf(best, subscription),
    plan: plan.key,
    groups: [groupName(rules.groupPrefix, plan.group)],
    features: plan.features,
    permissions: plan.permissions,
    limits: plan.limits,
    subscription: subscription
      ? {
          id: subscription.id,
          plan: subscription.plan?.key ?? null,
          status: subscription.status,
          currentPeriodEnd: subscription.fact.currentPeriodEnd,
        }
      : null,
    currentPeriodEnd: subscription?.open ? subscription.fact.currentPeriodEnd : null,
    trialExpiresAt: trialEnd(claims, best, subscription),
    cancelAt: endOf(subscription),
    graceUntil: subscription?.status === 'past_due' ? subscription.graceUntil : null,
    invoiceDueAt: invoiceDue(subscription),
    bankPayment: bankPaymentOf(claims, now),
    sources: sourcesOf(claims, best, plan),
    nextLookAt: nextChange(claims, now),
  }
}

/** When the subscription ends, even if it gives no access until then, because it is paused or unpaid. */
const endOf = (subscription: SubscriptionClaim | undefined): Date | null =>
  subscription?.plan && !['canceled', 'none'].includes(subscription.status)
    ? subscription.fact.cancelAt
    : null

/** When the open invoice is due. After the subscription has ended, paying it would change nothing. */
const invoiceDue = (subscription: SubscriptionClaim | undefined): Date | null =>
  subscription && ['active', 'past_due', 'unpaid'].includes(subscription.status)
    ? (subscription.fact.billing?.dueAt ?? null)
    : null

function statusOf(best: Claim | undefined, subscription: SubscriptionClaim | undefined) {
  if (best && isExtension(best)) return 'trialing'
  if (best && best !== subscription) return 'active'
  return subscription?.status ?? 'none'
}

/** When the trial ends. If it was extended, the later end counts. */
function trialEnd(
  claims: Claim[],
  best: Claim | undefined,
  subscription: SubscriptionClaim | undefined,
): Date | null {
  const own = subscription?.status === 'trialing' ? subscription.fact.trialEnd : null
  if (best && best !== subscription && !isExtension(best)) return own
  const extended = claims.flatMap((claim) =>
    claim.open && isExtension(claim) && claim.plan === best?.plan ? (claim.fact.endsAt ?? []) : [],
  )
  const ends = own ? [own, ...extended] : best && isExtension(best) ? extended : []
  return ends.length > 0 ? new Date(Math.max(...ends.map(Number))) : null
}

const isExtension = (claim: Claim): claim is GrantClaim =>
  claim.kind === 'grant' && claim.fact.kind === 'trial_extension'

/** How many reasons a row keeps. More would only fill the row. */
export const sourcesShown = 20

/** The first claims by precedence, so the one that counts comes first. */
function sourcesOf(claims: Claim[], best: Claim | undefined, plan: Plan): Source[] {
  const sources = claims.slice(0, sourcesShown).map(
    (claim): Source => ({
      kind: claim.kind,
      id: claim.id,
      plan: claim.plan?.key ?? null,
      counts: claim === best,
      why: claim.why,
    }),
  )
  return best ? sources : [defaultSource(plan), ...sources]
}

const defaultSource = (plan: Plan): Source => ({
  kind: 'default',
  id: null,
  plan: plan.key,
  counts: true,
  why: `You don’t have an active paid plan, so you’re on ${plan.name}.`,
})

function nextChange(claims: Claim[], now: Date): Date | null {
  const checks = claims
    .flatMap((claim) => claim.nextChecks)
    .filter((check): check is Date => check !== null && check > now)
  return checks.length > 0 ? new Date(Math.min(...checks.map(Number))) : null
}

/**
 * Whether paying what a subscription owes can still give access. A subscription that has ended may
 * have an open invoice, but paying it gives nothing.
 */
export const isWorthPaying = ({ status }: NonNullable<Access['subscription']>): boolean =>
  status !== 'canceled' && status !== 'none'
