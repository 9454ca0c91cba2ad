import type Stripe from 'stripe'
import { isMissing } from '@/lib/stripe/stripe-errors'

/** The customer was deleted in Stripe. Its user needs another one. */
export class CustomerGone extends Error {
  constructor(readonly customerId: string) {
    super(`No such customer: ${customerId}`)
    this.name = 'CustomerGone'
  }
}

/**
 * Runs `act` for a customer. Throws `CustomerGone` if it fails because the customer was deleted.
 */
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
 * Whether `error` says that Stripe found nothing because the customer was deleted. Throws if Stripe
 * never had the customer: then we are talking to the wrong Stripe account.
 */
export const isAboutDeleted = async (
  stripe: Stripe,
  customerId: string,
  error: unknown,
): Promise<boolean> =>
  isMissing(error) && (await stripe.customers.retrieve(customerId)).deleted === true
