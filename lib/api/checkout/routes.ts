import { z } from 'zod'
import { user } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'
import { promotionCodePattern } from '@/lib/billing/pricing/promotion'

/** Strict: a price, a trial, a discount or a return URL from the client is refused, not ignored. */
const CheckoutRequest = z.strictObject({
  plan: z.string().max(60),
  interval: z.enum(['month', 'year', 'once']).default('month'),
  quantity: z.int().min(1).max(100_000).default(1),
  /** Lower case, as Stripe has them. */
  currency: z
    .string()
    .regex(/^[a-z]{3}$/, 'three lowercase letters, such as eur')
    .optional()
    .describe('One that the price has. By default the price’s own, or the customer’s.'),
  promotionCode: z
    .string()
    .regex(promotionCodePattern, 'this isn’t a valid promotion code')
    .optional(),
  endSubscription: z
    .boolean()
    .default(false)
    .describe('Agrees that the running subscription ends when a one-time purchase replaces it.'),
  embedded: z
    .boolean()
    .default(false)
    .describe('Pay inside our own page: answers `clientSecret` instead of `url`.'),
})
export type CheckoutRequest = z.infer<typeof CheckoutRequest>

export const checkoutRoutes = {
  checkout: defineRoute({
    method: 'POST',
    path: '/api/checkout',
    limit: 'stripe',
    aliases: ['/api/stripe/create-checkout-session'],
    section: 'Checkout',
    caller: user,
    summary: 'Start buying a plan',
    description:
      'Creates a Stripe Checkout session, or answers the one that is open for the same order.',
    body: CheckoutRequest,
    answers: {
      200: z.union([
        z.object({ url: z.string().describe('Stripe’s page: send the browser there.') }),
        z.object({ clientSecret: z.string().describe('For Stripe’s embedded form.') }),
      ]),
    },
    errors: [
      'invalid_request',
      'already_subscribed',
      'subscription_running',
      'payment_pending',
      'conflict',
    ],
    example: {
      body: { plan: 'pro', interval: 'month' },
      answer: { url: 'https://checkout.stripe.com/c/pay/cs_test_…' },
    },
  }),
}
