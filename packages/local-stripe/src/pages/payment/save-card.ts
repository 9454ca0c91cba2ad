import type Stripe from 'stripe'
import type { Card } from './card'

/** A payment method made of what was typed. A number that no bank knows is refused here. */
export const saveCard = (api: Stripe, { number, expMonth, expYear, cvc, name }: Card) =>
  api.paymentMethods.create({
    type: 'card',
    card: { number, exp_month: expMonth, exp_year: expYear, cvc },
    billing_details: { name },
    allow_redisplay: 'always',
  })
