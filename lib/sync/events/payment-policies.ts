import { isOwn } from '@/lib/billing/access/own-subscriptions'
import { type PolicyAction, policyActions } from '@/lib/billing/access/policies'
import type { EventServices } from './services'

type PolicyServices = Pick<
  EventServices,
  'accounts' | 'paymentIssues' | 'outbox' | 'rules' | 'log' | 'wallClock'
>

/**
 * Applies the catalog's policies to a payment that is disputed, or that its bank warns of. Reads
 * the payment's present state from Stripe, since events come twice and in any order. Each action is
 * idempotent, so a retry completes what a crash interrupted.
 */
export async function applyPaymentPolicies(
  services: PolicyServices,
  userId: string,
  chargeId: string,
): Promise<void> {
  const { accounts, paymentIssues, rules, log } = services
  const payment = await paymentIssues.find(chargeId)
  if (!payment) return
  const account = await accounts.get(userId)
  const paidFor = account?.facts.subscriptions.find(({ id }) => id === payment.subscriptionId)
  // The policies are about plans, not about other products of the same company.
  if (paidFor && !isOwn(paidFor, rules)) return
  // Money is only moved where the row shows that a plan was paid for. Staff are informed in any case.
  const isPurchase = account?.facts.purchases.some(({ id }) => id === chargeId)
  const isKnown = paidFor !== undefined || isPurchase === true
  for (const action of policyActions(payment, rules.catalog.policies)) {
    if (action.kind !== 'tell_staff' && !isKnown) {
      log.warn(
        { userId, ...action },
        'A payment policy is left to staff: the row doesn’t show what was paid for',
      )
      continue
    }
    log.warn({ userId, ...action }, 'A payment policy applies')
    await perform(services, userId, action)
  }
}

async function perform(
  { paymentIssues, outbox, wallClock }: PolicyServices,
  userId: string,
  action: PolicyAction,
): Promise<void> {
  switch (action.kind) {
    case 'cancel_subscription':
      return paymentIssues.cancelSubscription(action.subscriptionId)
    case 'refund':
      return paymentIssues.refund(action.chargeId)
    case 'tell_staff':
      return outbox.put({
        key: `early_fraud:${action.warningId}`,
        kind: 'early_fraud',
        userId,
        data: { chargeId: action.chargeId },
        createdAt: wallClock(),
      })
  }
}
