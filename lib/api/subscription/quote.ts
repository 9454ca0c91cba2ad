import { createHash } from 'node:crypto'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import type { AccessRules } from '@/lib/billing/access/status'
import { decideChange, type PlanChange, type Target } from '@/lib/billing/subscription/change'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Requester } from '@/lib/rate-limits'
import { PromotionRefused, type Promotions } from '@/lib/stripe/checkout/promotions'
import { type Forecast, type Forecasts, NothingToBill } from '@/lib/stripe/subscription/forecasts'
import type { PlannedChange, RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { refusalError } from './refusals'
import type { Owner } from './running'
import type { ChangeRequest } from './schemas'

/** A change and what it costs. Two quotes with the same `id` charge the same to the cent. */
export type Quote =
  | { kind: 'same' }
  | {
      kind: 'quoted'
      id: string
      when: Exclude<PlanChange['kind'], 'same' | 'refused'>
      running: RunningSubscription
      to: Target
      change: PlannedChange
      forecast: Forecast
    }

/**
 * What a change would be if it were made at `at`. The same request at the same `at` gives the same quote
 * as long as nothing changed in between: the subscription, a price, a discount or a credit.
 */
export async function quote(
  services: {
    forecasts: Forecasts
    promotions: Promotions
    rules: AccessRules
    settings: Pick<Settings, 'APP_URL'>
    now: () => Date
  },
  { account, running }: Owner,
  wanted: ChangeRequest,
  at: Date,
  requester: Requester,
): Promise<Quote> {
  const { catalog } = services.rules
  const decided = decideChange(
    wanted,
    { running, facts: ownFacts(account.facts, services.rules) },
    catalog,
  )
  if (decided.kind === 'refused') {
    throw refusalError(decided.reason, { running, plan: wanted.plan }, services)
  }
  if (!running) throw refusalError('no_subscription', { running }, services)
  if (decided.kind === 'same') return { kind: 'same' }

  const change: PlannedChange = {
    subscription: running,
    to: decided.to,
    trial: decided.kind === 'now' ? decided.trial : 'none',
    prorationDate: at,
    promotionCodeId: await promotionFor(services, wanted, decided, requester),
  }
  const forecast = await services.forecasts
    .forChange(change, decided.kind)
    .catch((error: unknown) => {
      if (error instanceof PromotionRefused) throw notThisCode
      if (error instanceof NothingToBill) throw goneMeanwhile
      throw error
    })
  return {
    kind: 'quoted',
    id: idOf(change, decided.kind, forecast),
    when: decided.kind,
    running,
    to: decided.to,
    change,
    forecast,
  }
}

/** After this a preview no longer says what the customer would pay. */
const validMs = 10 * 60_000

export const validUntil = (at: Date) => new Date(at.getTime() + validMs)

/** The moment that a preview was made for; `null` if it has expired, or isn't one of ours. */
export function momentOf(previewId: string, now: Date): Date | null {
  const [, seconds] = /^(\d{9,11})\.[\w-]{43}$/.exec(previewId) ?? []
  const at = new Date(Number(seconds) * 1000)
  // Stripe's clock, which begins a period, may be a little ahead of ours.
  const isBegun = at.getTime() <= now.getTime() + 60_000
  return isBegun && now <= validUntil(at) ? at : null
}

/**
 * Starts with its moment. It holds no secret: a made-up id only makes the preview of that moment.
 */
function idOf(change: PlannedChange, when: string, forecast: Forecast): string {
  const { subscription, to, trial, prorationDate, promotionCodeId } = change
  const all = [
    [subscription.state, when, trial, promotionCodeId, prorationDate],
    [to.plan.key, to.price.lookupKey, to.quantity],
    forecast.now,
    // A period that begins with the change has a start that moves on by itself; its price doesn't.
    forecast.next && { ...forecast.next, at: null },
  ]
  const hash = createHash('sha256').update(JSON.stringify(all)).digest('base64url')
  return `${Math.floor(prorationDate.getTime() / 1000)}.${hash}`
}

async function promotionFor(
  { promotions, rules, now }: Pick<Parameters<typeof quote>[0], 'promotions' | 'rules' | 'now'>,
  { promotionCode }: ChangeRequest,
  { kind, to }: Extract<PlanChange, { to: Target }>,
  requester: Requester,
): Promise<string | null> {
  if (promotionCode === undefined) return null
  if (kind === 'at_period_end') {
    throw new AppError(
      'invalid_request',
      'promotionCode: this change takes effect later, so a code can’t be applied now.',
    )
  }
  const found = rules.catalog.checkout.promotionCodes
    ? await promotions.find(promotionCode, now(), requester)
    : null
  // Anyone changing a subscription is an existing customer, so first-purchase codes never apply.
  if (!found || found.firstPurchase) throw notThisCode
  if (found.plans && !found.plans.includes(to.plan.key)) throw notThisCode
  return found.id
}

const goneMeanwhile = new AppError(
  'conflict',
  'Your subscription was just ended or paused in another window. Refresh and try again.',
)

const notThisCode = new AppError(
  'invalid_request',
  'promotionCode: this code isn’t valid for this change, or you’ve already used it.',
)
