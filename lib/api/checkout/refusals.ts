import type { Order } from '@/lib/billing/checkout/order'
import { AppError } from '@/lib/errors'
import type { CheckoutRequest } from './routes'

/** Names the field of the request that is wrong. */
export const invalidField = (field: keyof CheckoutRequest, words: string) =>
  new AppError('invalid_request', `${field}: ${words}`)

/** Why a plan can't be bought, as a sentence for the caller. */
export function orderRefusal(found: Exclude<Order, { kind: 'order' }>): AppError {
  switch (found.kind) {
    case 'unknown_plan':
      return invalidField('plan', 'there’s no such plan. GET /api/plans lists all plans.')
    case 'not_sold':
      if (found.plan.trialOnly) {
        return invalidField('plan', `${found.plan.name} is only a trial, and you had one.`)
      }
      return invalidField('interval', `${found.plan.name} isn’t sold for that interval.`)
    case 'not_sold_in': {
      const sold = found.currencies.join(', ')
      return invalidField(
        'currency',
        `${found.plan.name} isn’t sold in ${found.currency}, only in ${sold}.`,
      )
    }
    case 'other_currency':
      return invalidField(
        'currency',
        `you’re already billed in ${found.currency}. Send that, or leave it out.`,
      )
    case 'too_many': {
      const { name, maxQuantity } = found.plan
      return invalidField('quantity', `you can buy at most ${maxQuantity} of ${name}.`)
    }
    case 'already_subscribed':
      return new AppError(
        'already_subscribed',
        'You already have a subscription. Change plans in settings instead of buying a second one.',
        { currentPlan: found.plan },
      )
    case 'already_bought':
      return new AppError('already_subscribed', `You already own ${found.plan.name}.`, {
        currentPlan: found.plan.key,
      })
    case 'payment_pending':
      return new AppError(
        'payment_pending',
        'Your bank payment is pending. Please don’t pay again.',
      )
    case 'subscription_running':
      return new AppError(
        'subscription_running',
        `${found.plan.name} replaces your subscription. Send endSubscription: true to agree that it ends with the current period.`,
      )
  }
}
