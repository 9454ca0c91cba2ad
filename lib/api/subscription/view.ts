import type { Access } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { boughtPlan, priceIn } from '@/lib/billing/checkout/order'
import {
  type ChangeBlocker,
  changeBlocker,
  decideChange,
  type PlanChange,
  type SubscriptionTerms,
} from '@/lib/billing/subscription/change'
import {
  decideCancel,
  decidePause,
  decideResume,
  pauseEnds,
  resumables,
} from '@/lib/billing/subscription/ending'
import { isPaidToItsEnd } from '@/lib/billing/subscription/final-period'
import type { ForecastInvoice } from '@/lib/stripe/subscription/forecasts'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { nextTotals } from './next-totals'
import type { ChangeOption, SubscriptionView, TermsView } from './schemas'

/** A subscription as its owner sees it: what it is, what is coming, and what they can do. */
export function subscriptionView(
  running: RunningSubscription,
  nextInvoice: (ForecastInvoice & { at: Date }) | null,
  { facts, access, catalog, now }: { facts: Facts; access: Access; catalog: Catalog; now: Date },
): SubscriptionView {
  const { scheduled, pendingUpdate } = running
  const options = optionsFor(running, facts, catalog)
  return {
    ...terms(running),
    status: access.subscription?.status ?? 'none',
    currency: running.currency,
    currentPeriodStart: running.currentPeriodStart,
    currentPeriodEnd: running.currentPeriodEnd,
    trialEnd: running.status === 'trialing' ? running.trialEnd : null,
    cancelAt: running.cancelAt,
    invoiceDueAt: access.invoiceDueAt ?? null,
    pause: running.pause && { ...running.pause, bills: running.isUnbilled },
    scheduled: scheduled && { ...terms(scheduled), at: scheduled.at },
    waiting: pendingUpdate && {
      ...terms(pendingUpdate),
      expiresAt: pendingUpdate.expiresAt,
      url: running.openInvoice?.url ?? null,
    },
    nextInvoice: nextInvoice && {
      ...nextTotals(nextInvoice),
      at: nextInvoice.at,
      currency: nextInvoice.currency,
    },
    paymentMethod: running.paymentMethod,
    can: {
      cancel: (['period_end', 'now'] as const).filter((when) => {
        const { kind } = decideCancel(when, running, catalog)
        return kind !== 'refused' && kind !== 'same'
      }),
      resume: resumables.filter(
        (what) => decideResume(running, boughtPlan(facts, catalog), what).length > 0,
      ),
      pause: decidePause(null, running, catalog, now).kind === 'pause',
      changeNot: blockerOf(running, options),
    },
    pauseEnds: pauseEnds(running, now),
    options,
  }
}

const terms = ({ plan, interval, quantity }: SubscriptionTerms): TermsView => ({
  plan: plan?.key ?? null,
  interval,
  quantity,
})

/** A subscription that ends may have upgrades to offer: a higher plan, or more of the same. */
function blockerOf(running: RunningSubscription, options: ChangeOption[]): ChangeBlocker | null {
  const blocker = changeBlocker(running)
  if (blocker !== 'ending' || !isPaidToItsEnd(running)) return blocker
  const hasUpgrade = options.some(
    ({ effective, maxQuantity }) => effective === 'now' || maxQuantity > running.quantity,
  )
  return hasUpgrade ? null : blocker
}

/** If they pay by bank debit, the preview tells them what to do first. */
const effectOf = ({ kind }: PlanChange): ChangeOption['effective'] =>
  kind === 'at_period_end' ? 'period_end' : kind === 'same' ? 'same' : 'now'

function optionsFor(running: RunningSubscription, facts: Facts, catalog: Catalog): ChangeOption[] {
  return catalog.plans.flatMap((plan) =>
    plan.prices.flatMap((sold): ChangeOption[] => {
      const price = priceIn(sold, running.currency)
      const { interval } = sold
      if (!price || interval === 'once') return []
      const quantity = Math.min(Math.max(1, running.quantity), plan.maxQuantity)
      const wanted = { plan: plan.key, interval, quantity }
      const change = decideChange(wanted, { running, facts }, catalog)
      const needsCard =
        change.kind === 'refused' && (change.reason === 'bank_debit' || change.reason === 'no_card')
      if (change.kind === 'refused' && !needsCard) return []
      const effective = effectOf(change)
      const { amountCents } = price
      return [{ plan: plan.key, interval, amountCents, maxQuantity: plan.maxQuantity, effective }]
    }),
  )
}
