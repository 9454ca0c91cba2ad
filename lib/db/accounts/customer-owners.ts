/** Keeps which user each Stripe customer belongs to. A customer never changes its owner. */
export type CustomerOwners = {
  /** The user id of a customer's owner; `null` if the table doesn't know the customer. */
  ownerOf(customerId: string): Promise<string | null>
  /** Links a customer to a user. `false` if the user has one, or it belongs to another user. */
  link(userId: string, customerId: string): Promise<boolean>
  /** Links a user to another customer in place of `gone`, only if they still have that one. */
  relink(userId: string, gone: string, customerId: string): Promise<boolean>
}
