import type { z } from 'zod'
import { cardError } from '../customers/declines'
import { invalid } from '../world/errors'
import { hash, integer, notSupported, text } from '../world/params'
import type { CheckoutSession } from '../world/types'
import { find, type World } from '../world/world'
import { payCheckoutWith } from './pay/pay'

export const PaymentPageConfirm = hash({
  expected_amount: integer.optional(),
  payment_method: text,
  return_url: notSupported(),
})

/** Pays a Checkout session through its page's API, which `stripe trigger` uses. */
export function confirmPaymentPage(
  world: World,
  id: string,
  params: z.output<typeof PaymentPageConfirm>,
): CheckoutSession {
  const session = find(world.store.checkoutSessions, 'checkout session', id)
  if (params.expected_amount !== undefined && params.expected_amount !== session.amount_total) {
    throw invalid(
      'The amount of this payment has changed.',
      'expected_amount',
      'checkout_amount_mismatch' as never,
    )
  }
  const result = payCheckoutWith(world, id, params.payment_method)
  if (result.kind === 'declined') {
    throw cardError({ code: 'card_declined', decline_code: result.code, message: result.message })
  }
  return result.session
}
