import type { Token } from '@/lib/auth/token'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { isOutage } from '@/lib/outages'
import type { CheckoutReceipt, Checkouts } from '@/lib/stripe/checkout/checkouts'
import { type CurrentAccountServices, currentAccount } from '@/lib/sync/current-account'
import { sync } from '@/lib/sync/sync'
import { withTimeout } from '@/lib/with-timeout'

export type CheckoutReturn =
  /**
   * `endsAt`: when the subscription that this replaces ends. `trialEndsAt`: until when nothing is
   * charged for what was bought.
   */
  | {
      kind: 'active'
      plan: string
      groups: string[]
      endsAt: Date | null
      trialEndsAt: Date | null
      receipt: CheckoutReceipt | null
    }
  /** Paid, but Stripe doesn't show it yet; or a bank has yet to transfer the money. */
  | { kind: 'pending'; isBank: boolean }
  /** The bank declined. */
  | { kind: 'payment_failed' }
  /** The card, or the mailbox, had a trial before: this one was ended, and nothing is charged. */
  | { kind: 'trial_refused'; plan: string | null }
  | { kind: 'still_open'; url: string }
  | { kind: 'expired' }
  | { kind: 'not_yours' }
  /** Stripe doesn't answer, so nothing is known yet. */
  | { kind: 'unreachable' }

/**
 * The outcome of a checkout, for the user who returns from it. The `session_id` in the URL names a
 * session and proves nothing: it must belong to the customer of the signed-in user. Their account is
 * synced at once, so that they don't wait for a webhook.
 */
export const checkoutOutcome =
  (services: CheckoutReturnServices, timeoutMs = 3_000) =>
  async (token: Token, sessionId: unknown): Promise<CheckoutReturn> => {
    try {
      return await withTimeout(readOutcome(services, token, sessionId), timeoutMs)
    } catch (error) {
      if (!isOutage(error)) throw error
      services.log.warn({ err: error, userId: token.userId }, 'A checkout could not be read')
      return { kind: 'unreachable' }
    }
  }

type CheckoutReturnServices = CurrentAccountServices & { checkouts: Checkouts }

async function readOutcome(
  services: CheckoutReturnServices,
  token: Token,
  sessionId: unknown,
): Promise<CheckoutReturn> {
  const account = await currentAccount(services, token)
  const session =
    typeof sessionId === 'string' && /^cs_\w{1,200}$/.test(sessionId)
      ? await services.checkouts.find(sessionId)
      : null
  if (!session || !account.customerId || session.customerId !== account.customerId) {
    return { kind: 'not_yours' }
  }
  if (session.status === 'expired') return { kind: 'expired' }
  if (session.status === 'open') {
    return session.url ? { kind: 'still_open', url: session.url } : { kind: 'expired' }
  }

  const result = await sync(services, account.userId, {
    cause: { kind: 'checkout_return', sessionId: session.id },
  })
  const facts = result.kind === 'synced' ? result.account.facts : account.facts
  const access = decideAccess(facts, services.rules, services.now())
  if (latest(ownFacts(facts, services.rules).subscriptions)?.trialRefused) {
    return { kind: 'trial_refused', plan: session.plan }
  }
  if (!session.paid && access.bankPayment?.state === 'failed') return { kind: 'payment_failed' }
  const bought = session.plan ? planByKey(services.rules.catalog, session.plan) : undefined
  const opened = opens(access, bought?.key ?? access.plan)
  if (!session.paid || !opened) return { kind: 'pending', isBank: !session.paid }
  const isReplaced = session.mode === 'payment' && access.subscription !== null
  return {
    kind: 'active',
    plan: bought?.key ?? access.plan,
    groups: access.groups,
    endsAt: isReplaced ? access.cancelAt : null,
    trialEndsAt: session.mode === 'subscription' ? access.trialExpiresAt : null,
    receipt: session.receipt,
  }
}

const latest = (subscriptions: readonly SubscriptionFact[]) =>
  [...subscriptions].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]

/** Whether a payment opens `plan` by now. A grant of a higher plan says nothing about the payment. */
const opens = ({ subscription, sources }: Access, plan: string): boolean =>
  (subscription?.plan === plan && ['active', 'trialing'].includes(subscription.status)) ||
  sources.some((source) => source.kind === 'purchase' && source.plan === plan && source.counts)
