import type Stripe from 'stripe'
import { CustomerGone, type Payments } from '@/lib/stripe/payments'
import { isMissing, orNull } from '@/lib/stripe/stripe-errors'
import { idOf } from './stripe-facts'

type Customers = Pick<
  Payments,
  | 'createCustomer'
  | 'changeEmail'
  | 'findCustomer'
  | 'customerOwner'
  | 'customerOfCharge'
  | 'currencyOf'
>

export const stripeCustomers = (stripe: Stripe): Customers => ({
  async createCustomer({ userId, email }, gone = null) {
    // The body is the same whenever this is asked: an address may change, and Stripe refuses a key
    // that comes again with another body.
    const customer = await stripe.customers.create(
      { metadata: { cognito_sub: userId } },
      { idempotencyKey: gone ? `customer:${userId}:${gone}` : `customer:${userId}` },
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

  async findCustomer(userId) {
    if (!/^[\w-]{1,128}$/.test(userId)) return null
    const query = `metadata['cognito_sub']:'${userId}'`
    const { data } = await stripe.customers.search({ query, limit: 1 })
    return data[0]?.id ?? null
  },

  async customerOwner(customerId) {
    const customer = await orNull(stripe.customers.retrieve(customerId))
    return customer && !customer.deleted ? (customer.metadata.cognito_sub ?? null) : null
  },

  async customerOfCharge(chargeId) {
    const charge = await orNull(stripe.charges.retrieve(chargeId))
    return charge?.customer ? idOf(charge.customer) : null
  },

  async currencyOf(customerId) {
    const customer = await stripe.customers.retrieve(customerId)
    return customer.deleted ? null : (customer.currency ?? null)
  },
})

/** `act`, for a customer who must still be there: throws `CustomerGone` if they were deleted. */
export async function orCustomerGone<T>(
  stripe: Stripe,
  customerId: string,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (await isAboutDeleted(stripe, customerId, error)) throw new CustomerGone(customerId)
    throw error
  }
}

/**
 * Whether Stripe didn't find something because the customer was deleted. One that it never had is
 * another thing, and throws: then it is the wrong Stripe.
 */
export const isAboutDeleted = async (
  stripe: Stripe,
  customerId: string,
  error: unknown,
): Promise<boolean> =>
  isMissing(error) && (await stripe.customers.retrieve(customerId)).deleted === true
