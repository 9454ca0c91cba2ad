import type { Route } from './route'
import { balanceTransactionRoutes } from './routes/balance-transactions'
import { catalogRoutes } from './routes/catalog'
import { checkoutRoutes } from './routes/checkout'
import { creditRoutes } from './routes/credit'
import { customerRoutes } from './routes/customers'
import { discountRoutes } from './routes/discounts'
import { entitlementRoutes } from './routes/entitlements'
import { eventRoutes } from './routes/events'
import { invoiceItemRoutes } from './routes/invoice-items'
import { invoiceRoutes } from './routes/invoices'
import { meterRoutes } from './routes/meters'
import { paymentRoutes } from './routes/payments'
import { planRoutes } from './routes/plans'
import { portalRoutes } from './routes/portal'
import { quoteRoutes } from './routes/quotes'
import { scheduleRoutes } from './routes/schedules'
import { subscriptionItemRoutes, subscriptionRoutes } from './routes/subscriptions'
import { taxRoutes } from './routes/taxes'
import { testClockRoutes } from './routes/test-clocks'

/** All endpoints. Other paths answer 501. */
export const ROUTES: Route[] = [
  ...customerRoutes,
  ...catalogRoutes,
  ...planRoutes,
  ...checkoutRoutes,
  ...subscriptionRoutes,
  ...invoiceRoutes,
  ...paymentRoutes,
  ...portalRoutes,
  ...eventRoutes,
  ...subscriptionItemRoutes,
  ...scheduleRoutes,
  ...invoiceItemRoutes,
  ...creditRoutes,
  ...balanceTransactionRoutes,
  ...discountRoutes,
  ...meterRoutes,
  ...quoteRoutes,
  ...entitlementRoutes,
  ...taxRoutes,
  ...testClockRoutes,
]
