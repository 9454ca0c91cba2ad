import { planByKey } from '@/lib/billing/catalog/catalog'
import type { ChangeRefusal } from '@/lib/billing/subscription/change'
import type { EndingRefusal, PauseRefusal } from '@/lib/billing/subscription/ending'
import { AppError, type ErrorCode } from '@/lib/errors'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import type { SubscriptionServices } from './running'

export type Refusal = ChangeRefusal | EndingRefusal | PauseRefusal | 'same'

type Answer = [code: ErrorCode, message: string]

/** Why not, as a sentence for whoever asked, with what they can do about it. */
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
      return ['invalid_request', 'plan: there is no such plan. GET /api/plans lists them.']
    case 'not_sold':
      return ['invalid_request', `interval: ${plan} is not sold that way.`]
    case 'other_currency':
      return [
        'invalid_request',
        `plan: ${plan} is not sold in ${running?.currency.toUpperCase() ?? 'your currency'}.`,
      ]
    case 'too_many':
      return ['invalid_request', `quantity: nobody can have that many of ${plan}.`]
    case 'cancel_instead':
      return ['invalid_request', `plan: to go to ${plan}, cancel. What you have paid for stays.`]
    case 'resumes_in_the_past':
      return ['invalid_request', 'resumesAt: choose a time to come.']
    case 'resumes_too_late':
      return ['invalid_request', 'resumesAt: a pause lasts a year at most. Cancel instead.']
    case 'no_subscription':
      return ['no_subscription', 'You have no subscription. Choose a plan first.']
    case 'first_payment_open':
      return ['payment_required', 'The first payment has not gone through yet. Finish it first.']
    case 'payment_due':
      return ['payment_required', 'A payment is overdue. Pay it first, then change.']
    case 'payment_waiting':
      return [
        'payment_required',
        'A change waits for its payment. Pay it, or drop the change first.',
      ]
    case 'same':
      return ['change_refused', 'This is what you have already.']
    case 'owned':
      return ['change_refused', 'You have bought as much for good: this would pay for nothing.']
    case 'paused':
      return ['change_refused', 'Your subscription is paused. Resume it first, then change.']
    case 'ending':
      return ['change_refused', 'Your subscription is going to end. Keep it first, then change.']
    case 'change_scheduled':
      return ['change_refused', 'A change is planned already. Drop it first, then choose another.']
    case 'by_arrangement':
      return ['change_refused', 'Your subscription was arranged with us: write to us to change it.']
    case 'bank_debit':
      return [
        'change_refused',
        'Your bank takes days to pay, and an upgrade is paid at once. Put a card in first, then change.',
      ]
    case 'metered':
      return [
        'change_refused',
        'What you use is billed when the period ends, so it can not be paused. Cancel it instead.',
      ]
    case 'on_trial':
      return ['change_refused', 'A trial can not be paused: it costs nothing. Cancel it instead.']
    case 'not_offered':
      return ['change_refused', 'This is not offered here.']
  }
}
