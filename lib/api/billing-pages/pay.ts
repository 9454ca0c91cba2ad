import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import { decideAccess, isWorthPaying } from '@/lib/billing/access/access'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readJson } from '@/lib/http'
import type { People } from '@/lib/identity/people'
import type { Invoices } from '@/lib/stripe/invoices/invoices'
import { currentAccount } from '@/lib/sync/current-account'
import type { SyncServices } from '@/lib/sync/services'

/** Nothing to say: whose invoice, and which, is not for the client to choose. */
const Nothing = z.strictObject({})

/** POST /api/pay: the page of Stripe's on which a signed-in person pays what their subscription owes. */
export const pay = (
  services: SyncServices & { users: Users; people: People; invoices: Invoices },
) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    await readJson(request, Nothing)
    const account = await currentAccount(services, token)
    const { subscription } = decideAccess(account.facts, services.rules, services.now())
    const isOpen = subscription !== null && isWorthPaying(subscription)
    const url = isOpen ? await services.invoices.payPage(subscription.id) : null
    if (!url) {
      throw new AppError('conflict', 'There’s nothing to pay. Refresh to see the latest status.')
    }
    return privateJson({ url })
  })
