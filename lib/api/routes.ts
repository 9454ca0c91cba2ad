import { adminRoutes } from './admin/routes'
import { billingPageRoutes } from './billing-pages/routes'
import { checkoutRoutes } from './checkout/routes'
import { cronRoutes } from './cron/routes'
import { gateRoutes } from './gates/routes'
import { healthRoutes } from './health/routes'
import { planRoutes } from './plans/routes'
import { referenceRoutes } from './reference/routes'
import type { Route } from './route'
import { subscriptionRoutes } from './subscription/routes'
import { usageRoutes } from './usage/routes'
import { webhookRoutes } from './webhook/routes'

/** Every route of the app, by its operation's name, in the order of the documentation. */
export const routes = {
  ...planRoutes,
  ...gateRoutes,
  ...checkoutRoutes,
  ...billingPageRoutes,
  ...subscriptionRoutes,
  ...usageRoutes,
  ...webhookRoutes,
  ...cronRoutes,
  ...adminRoutes,
  ...healthRoutes,
  ...referenceRoutes,
} satisfies Record<string, Route>

export type RouteName = keyof typeof routes
