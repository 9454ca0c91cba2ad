import type { Route } from './route'
import { catalogRoutes } from './routes/catalog'
import { checkoutRoutes } from './routes/checkout'
import { customerRoutes } from './routes/customers'
import { eventRoutes } from './routes/events'
import { invoiceRoutes } from './routes/invoices'
import { paymentRoutes } from './routes/payments'
import { portalRoutes } from './routes/portal'
import { subscriptionRoutes } from './routes/subscriptions'

/** Every endpoint there is. What isn't here answers 501. */
export const ROUTES: Route[] = [
  ...customerRoutes,
  ...catalogRoutes,
  ...checkoutRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...paymentRoutes,
  ...portalRoutes,
  ...eventRoutes,
]
