import type Stripe from 'stripe'
import type { PlanRules } from '@/lib/billing/access/plan-item'
import { underKey } from '@/lib/stripe/idempotency'
import { orNull } from '@/lib/stripe/stripe-errors'
import { customerFacts } from './customer-facts'
import { isAboutDeleted } from './customer-gone'
import type { Customers } from './customers'
import { idOf } from './values'

export const stripeCustomers = (stripe: Stripe, rules: PlanRules): Customers => ({
  async create({ userId, email }, gone = null) {
    // The body never varies: an address may change, and Stripe refuses an idempotency key that
    // comes again with another body.
    const customer = await underKey(
      gone ? `customer:${userId}:${gone}` : `customer:${userId}`,
      (options) => stripe.customers.create({ metadata: { cognito_sub: userId } }, options),
    )
    if (email && customer.email !== email) await stripe.customers.update(customer.id, { email })
    return customer.id
  },

  async changeEmail(customerId, email) {
    try {
      await stripe.customers.update(customerId, { email })
    } catch (error) {
      if (!(await isAboutDeleted(stripe, customerId, error))) throw error
    }
  },

  async find(userId) {
    if (!/^[\w-]{1,128}$/.test(userId)) return null
    const query = `metadata['cognito_sub']:'${userId}'`
    const { data } = await stripe.customers.search({ query, limit: 1 })
    return data[0]?.id ?? null
  },

  async ownerOf(customerId) {
    const customer = await orNull(stripe.customers.retrieve(customerId))
    return customer && !customer.deleted ? (customer.metadata.cognito_sub ?? null) : null
  },

  async ofCharge(chargeId) {
    const charge = await orNull(stripe.charges.retrieve(chargeId))
    return charge?.customer ? idOf(charge.customer) : null
  },

  async currencyOf(customerId) {
    const customer = await stripe.customers.retrieve(customerId)
    return customer.deleted ? null : (customer.currency ?? null)
  },

  read: customerFacts(stripe, rules),
})
