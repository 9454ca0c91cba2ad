import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Buyer, decideOrder } from './order'

/**
 * Whether a user may buy any plan now. The owner of the highest plan may not, nor may a user whose
 * bank payment is processing: they are not to be sent to choose one.
 */
export const hasAnythingToBuy = (buyer: Buyer, catalog: Catalog): boolean =>
  catalog.plans.some(({ key, prices }) =>
    prices.some(({ interval }) => {
      const { kind } = decideOrder({ plan: key, interval }, buyer, catalog, undefined)
      return kind === 'order' || kind === 'subscription_running'
    }),
  )
