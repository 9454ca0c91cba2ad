import type { z } from 'zod'
import type { Behaviour } from './cards'
import type { DiscountsGiven } from './discounts-given'
import type { MetadataChange } from './params'
import type { SubscriptionTerms } from './subscription-terms'
import type { Resource } from './wire'

/** What a Checkout session will do when it is paid: the part of its creation that it doesn't show. */
export interface PendingCheckout extends Resource {
  object: 'checkout_order'
  items: { price: string; quantity: number }[]
  subscriptionData: (z.output<typeof SubscriptionTerms> & { description?: string | null }) | null
  paymentIntentData: {
    metadata?: MetadataChange
    setup_future_usage?: 'off_session' | 'on_session'
    description?: string
  } | null
  discounts: DiscountsGiven
  /** A card that waits for its holder to authenticate. */
  waiting: { behaviour: Behaviour; buyer: Buyer; saved: string | null } | null
}

/** What the buyer typed on the page. */
export interface Buyer {
  email?: string
  name?: string
  country?: string
  postalCode?: string
  expMonth?: number
  expYear?: number
}
