import { planByKey } from '@/lib/billing/catalog/catalog'
import type { ChangeRefusal } from '@/lib/billing/subscription/change'
import type { CancelRefusal, PauseRefusal } from '@/lib/billing/subscription/ending'
import { AppError, type ErrorCode } from '@/lib/errors'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import type { SubscriptionServices } from './running'

export type Refusal = ChangeRefusal | CancelRefusal | PauseRefusal | 'same'

type Answer = [code: ErrorCode, message: string]

/** Why a change is refused, as a sentence for the user, with what they can do about it. */
export function refusalError(
  reason: Refusal,
  { running, plan = '' }: { running: RunningSubscription | null; plan?: string },
  { rules: { catalog }, settings }: Pick<SubscriptionServices, 'rules' | 'settings'>,
): AppError {
  const [code, message] = answerOf(reason, running, planByKey(catalog, plan)?.name ?? plan)
  const url = running?.openInvoice?.url
  const details =
    code === 'payment_required'
      ? { reason, ...(url && { url }) }
      : code === 'no_subscription'
        ? { upgradeUrl: `${settings.APP_URL}/plans` }
        : { reason }
  return new AppError(code, message, details)
}

function answerOf(reason: Refusal, running: RunningSubscription | null, plan: string): Answer {
  switch (reason) {
    case 'unknown_plan':
      return ['invalid_request', 'plan: there’s no such plan. GET /api/plans lists all plans.']
    case 'not_sold':
      return ['invalid_request', `interval: ${plan} isn’t sold for that interval.`]
    case 'other_currency':
      return [
        'invalid_request',
        `plan: ${plan} isn’t sold in ${running?.currency.toUpperCase() ?? 'your currency'}.`,
      ]
    case 'too_many':
      return ['invalid_request', `quantity: that’s more than ${plan} allows.`]
    case 'cancel_instead':
      return [
        'invalid_request',
        `plan: to go back to ${plan}, cancel your subscription. You keep what you’ve paid for.`,
      ]
    case 'resumes_in_the_past':
      return ['invalid_request', 'resumesAt: choose a future date.']
    case 'resumes_too_late':
      return ['invalid_request', 'resumesAt: you can pause for up to a year. Cancel instead.']
    case 'no_subscription':
      return ['no_subscription', 'You don’t have a subscription. Choose a plan first.']
    case 'first_payment_open':
      return ['payment_required', 'Your first payment hasn’t gone through. Complete it first.']
    case 'payment_due':
      return ['payment_required', 'You have an overdue invoice. Pay it first.']
    case 'payment_waiting':
      return [
        'payment_required',
        'You have a change waiting for payment. Pay for it or cancel it first.',
      ]
    case 'same':
      return ['change_refused', 'You’re already on this plan.']
    case 'owned':
      return ['change_refused', 'You already own this, so there’s nothing to buy.']
    case 'paused':
      return ['change_refused', 'Your subscription is paused. Resume it first.']
    case 'ending':
      return [
        'change_refused',
        'Your subscription is set to cancel. Keep it before making this change.',
      ]
    case 'change_scheduled':
      return [
        'change_refused',
        'You already have a change scheduled. Cancel it before choosing another.',
      ]
    case 'several_plans':
      return [
        'change_refused',
        'Your subscription includes more than one plan. Contact us to change it.',
      ]
    case 'by_arrangement':
      return ['change_refused', 'You’re on a custom plan. Contact us to change it.']
    case 'bank_debit':
      return [
        'change_refused',
        'Bank payments take days to clear, and upgrades are charged right away. Add a card first.',
      ]
    case 'no_card':
      return [
        'payment_required',
        'A higher plan ends your trial and is charged right away. Add a card first.',
      ]
    case 'metered':
      return ['change_refused', 'Usage-based plans can’t be paused. Cancel instead.']
    case 'on_trial':
      return ['change_refused', 'Trials can’t be paused. Cancel instead.']
    case 'not_offered':
      return ['change_refused', 'This isn’t available.']
  }
}
