import { switchPlan } from '@/lib/billing/pricing/switch'
import { loweredLimits } from '@/lib/billing/subscription/limits'
import { handle, privateJson, readJson } from '@/lib/http'
import type { Promotions } from '@/lib/stripe/checkout/promotions'
import { type Quote, quote, validUntil, WantedChange } from './quote'
import { refusalError } from './refusals'
import { ownerOf, type SubscriptionServices } from './running'

/** POST /api/subscription/preview: what a change charges, when it happens, and what it takes away. */
export const previewChange = (services: SubscriptionServices & { promotions: Promotions }) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const wanted = await readJson(request, WantedChange)
    const owner = await ownerOf(services, token)
    const quoted = await quote(services, owner, wanted, momentFor(owner, services.now()))
    const { catalog } = services.rules
    if (quoted.kind === 'same') throw refusalError('same', owner, services)
    return privateJson(previewOf(quoted, catalog))
  })

export type Preview = ReturnType<typeof previewOf>

function previewOf(
  { id, when, running, to, change, forecast }: Extract<Quote, { kind: 'quoted' }>,
  catalog: SubscriptionServices['rules']['catalog'],
) {
  const { now, next } = forecast
  const { interval, currency } = to.price
  const from = running.plan ?? to.plan
  const { gained, lost, limits } = switchPlan(from, to.plan, catalog, null, { interval, currency })
  return {
    previewId: id,
    prorationDate: change.prorationDate,
    validUntil: validUntil(change.prorationDate),
    plan: to.plan.key,
    interval,
    quantity: to.quantity,
    currency,
    effective: when === 'now' ? ('now' as const) : ('period_end' as const),
    effectiveAt: when === 'now' ? change.prorationDate : running.currentPeriodEnd,
    trial: change.trial,
    /** Charged at once: nothing, or the sum of the lines, less what is to the person's credit. */
    lines: now?.lines ?? [],
    discountCents: now?.discountCents ?? 0,
    taxCents: now?.taxCents ?? 0,
    totalCents: now?.totalCents ?? 0,
    amountDueCents: now?.amountDueCents ?? 0,
    next: next && { totalCents: next.totalCents, amountDueCents: next.amountDueCents, at: next.at },
    features: { gained, lost },
    limits: { lowered: loweredLimits(limits, to.plan), all: limits },
  }
}

/** A whole second, as Stripe has it, and never before the period in which it is. */
function momentFor({ running }: { running: { currentPeriodStart: Date } | null }, now: Date): Date {
  const second = new Date(Math.floor(now.getTime() / 1000) * 1000)
  return running && running.currentPeriodStart > second ? running.currentPeriodStart : second
}
