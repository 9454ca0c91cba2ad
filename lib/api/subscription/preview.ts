import { handle } from '@/lib/api/handle'
import { planDifference } from '@/lib/billing/pricing/plan-difference'
import { loweredLimits } from '@/lib/billing/subscription/limits'
import type { Promotions } from '@/lib/stripe/checkout/promotions'
import { flushUser } from '@/lib/sync/usage/flush'
import { nextTotals } from './next-totals'
import { type Quote, quote, validUntil } from './quote'
import { refusalError } from './refusals'
import { subscriptionRoutes } from './routes'
import { ownerOf, type SubscriptionServices } from './running'
import type { Preview } from './schemas'

/** POST /api/subscription/preview: what a change charges, when it happens, and what it takes away. */
export const previewChange = (services: SubscriptionServices & { promotions: Promotions }) =>
  handle(services, subscriptionRoutes.previewChange, async ({ user, body: wanted, request }) => {
    const owner = await ownerOf(services, user)
    const requester = services.rateLimiter.requesterOf(request.headers, user.userId)
    // The change bills what was used until now; what is used from then on counts for the new plan.
    // So Stripe is told here, and not at the change, which must charge what the preview says.
    if (owner.running?.isMetered) await flushUser(services, user.userId)
    const at = momentFor(owner, services.now())
    const quoted = await quote(services, owner, wanted, at, requester)
    const { catalog } = services.rules
    if (quoted.kind === 'same') throw refusalError('same', owner, services)
    return previewOf(quoted, catalog)
  })

function previewOf(
  { id, when, running, to, change, forecast }: Extract<Quote, { kind: 'quoted' }>,
  catalog: SubscriptionServices['rules']['catalog'],
): Preview {
  const { now, next } = forecast
  const { interval, currency } = to.price
  const from = running.plan ?? to.plan
  const { gained, lost, limits } = planDifference(from, to.plan, catalog, null, {
    interval,
    currency,
  })
  return {
    previewId: id,
    prorationDate: change.prorationDate,
    validUntil: validUntil(change.prorationDate),
    plan: to.plan.key,
    interval,
    quantity: to.quantity,
    currency,
    effective: when === 'now' ? 'now' : 'period_end',
    effectiveAt: when === 'now' ? change.prorationDate : running.currentPeriodEnd,
    trial: change.trial,
    lines: now?.lines ?? [],
    discountCents: now?.discountCents ?? 0,
    taxCents: now?.taxCents ?? 0,
    includedTaxCents: now?.includedTaxCents ?? 0,
    totalCents: now?.totalCents ?? 0,
    amountDueCents: now?.amountDueCents ?? 0,
    next: next && { ...nextTotals(next), at: next.at },
    endsAt: running.cancelAt,
    features: { gained, lost },
    limits: { lowered: loweredLimits(limits, to.plan), all: limits },
  }
}

/** A whole second, as Stripe counts, and never before the current period. */
function momentFor({ running }: { running: { currentPeriodStart: Date } | null }, now: Date): Date {
  const second = new Date(Math.floor(now.getTime() / 1000) * 1000)
  return running && running.currentPeriodStart > second ? running.currentPeriodStart : second
}
