import type Stripe from 'stripe'
import type { Card } from './card'

/** Creates a payment method from an entered card. Throws if the number is invalid. */
export const saveCard = (api: Stripe, { number, expMonth, expYear, cvc, name }: Card) =>
  api.paymentMethods.create({
    type: 'card',
    card: { number, exp_month: expMonth, exp_year: expYear, cvc },
    billing_details: { name },
    allow_redisplay: 'always',
  })
