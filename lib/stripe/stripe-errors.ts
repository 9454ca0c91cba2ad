import Stripe from 'stripe'

/** The retrieved object; `null` if Stripe has no such object. */
export async function orNull<T>(retrieved: Promise<T>): Promise<T | null> {
  try {
    return await retrieved
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export const isMissing = (
  error: unknown,
): error is InstanceType<typeof Stripe.errors.StripeInvalidRequestError> =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'

/** The promotion code or its coupon can't be used here. */
export const isAboutDiscount = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (error.param?.startsWith('discounts') === true ||
    /^(promotion_code|coupon)/.test(error.code ?? ''))

/** The price was archived: another one has its lookup key now. */
export const isAboutInactive = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && /price.*inactive/i.test(error.message)

export const isAboutExpand = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'expand'

/** Whether the bank requires the user to confirm the payment, which only a page of Stripe can do. */
export const needsConfirmation = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeCardError &&
  (error.code === 'authentication_required' || (error.code?.endsWith('requires_action') ?? false))

/** `stripe:setup` has not run for this catalog, or a price was archived by hand. */
export const noActivePrice = (lookupKey: string, catalog: { name: string }): Error =>
  new Error(
    `Stripe has no active price with the lookup key "${lookupKey}": the catalog "${catalog.name}" was not set up there`,
  )

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Stripe.errors.StripeError ? error.code : undefined
