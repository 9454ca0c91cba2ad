import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import type { Limit, Plan } from '@/lib/billing/catalog/schema'
import { type UsageCap, unitsFor } from './cap'
import { factsAt } from './facts-at'
import { billedSubscription } from './period'
import { recordedIn } from './units'

/** What a user may use of a meter in a period, and at which price. */
export type Allowance = {
  /** `null` means unlimited. */
  included: number | null
  /** The price of each further unit; `null` if there are none. */
  overage: { cents: number; currency: string } | null
  /** The user's own, where there is overage. */
  cap: UsageCap | null
  /** How many units may be used; `null` if there is no limit. */
  limit: number | null
  /** The same in what is recorded, which may be a fraction of a unit. */
  stopsAt: number | null
  /** Whether Stripe must be told what is used. */
  isBilled: boolean
}

/**
 * What a user may use of a meter at that time. What the plan includes is a limit, unless more is
 * sold, and then the user's own cap is.
 *
 * More is sold only by a subscription to that plan, after its trial, and in its currency: nothing
 * else would bill it.
 */
export function allowanceOf(
  facts: Facts,
  rules: AccessRules,
  { meter, cap = null, at }: { meter: string; cap?: UsageCap | null | undefined; at: Date },
): Allowance {
  const access = decideAccess(factsAt(facts, at), rules, at)
  // A meter that a plan doesn't name isn't included in it.
  const sold = Object.hasOwn(access.limits, meter) ? access.limits[meter] : undefined
  const { included, meteredPrice } = sold ?? { included: 0 }
  const biller = billedSubscription(facts, rules, at)
  const overage =
    sold && biller?.plan.key === access.plan && biller.fact.status !== 'trialing'
      ? overageIn(biller.fact.billing?.currency, sold, biller.plan)
      : null
  const limit = overage ? cappedAt(included, overage.cents, cap) : included
  return {
    included,
    overage,
    cap: overage && cap,
    limit,
    stopsAt: limit === null ? null : recordedIn(limit, rules.catalog.meters[meter] ?? {}),
    isBilled: meteredPrice !== undefined && biller?.plan.key === access.plan,
  }
}

/** The price of one more unit in a currency; `null` if it isn't sold in that currency. */
function overageIn(
  paidIn: string | undefined,
  { overageCents, otherCurrencies = {} }: Limit,
  { prices }: Plan,
): Allowance['overage'] {
  if (overageCents === undefined) return null
  const base = prices[0]?.currency ?? 'usd'
  const currency = paidIn ?? base
  const cents = currency === base ? overageCents : otherCurrencies[currency]
  return cents === undefined ? null : { cents, currency }
}

const cappedAt = (included: number | null, overageCents: number, cap: UsageCap | null) =>
  cap?.mode === 'stop' && included !== null ? included + unitsFor(cap.cents, overageCents) : null
