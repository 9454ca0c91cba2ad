import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { decideAccess, isWorthPaying } from '@/lib/billing/access/access'
import { AppError } from '@/lib/errors'
import type { Invoices } from '@/lib/stripe/invoices/invoices'
import { currentAccount } from '@/lib/sync/current-account'
import { billingPageRoutes } from './routes'

/** POST /api/pay: Stripe's page on which the caller pays what their subscription owes. */
export const pay = (services: MemberServices & { invoices: Invoices }) =>
  handle(services, billingPageRoutes.pay, async ({ user }) => {
    const account = await currentAccount(services, user)
    const { subscription } = decideAccess(account.facts, services.rules, services.now())
    const isOpen = subscription !== null && isWorthPaying(subscription)
    const url = isOpen ? await services.invoices.payPage(subscription.id) : null
    if (!url) {
      throw new AppError('conflict', 'There’s nothing to pay. Refresh to see the latest status.')
    }
    return { url }
  })
