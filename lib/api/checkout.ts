import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import { order } from '@/lib/billing/order'
import type { People } from '@/lib/cognito/people'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readJson } from '@/lib/http'
import { customerOf, withCustomer } from '@/lib/sync/customer'
import { lastCheckout, type Opened, openCheckout } from '@/lib/sync/open-checkout'
import { type SyncServices, sync } from '@/lib/sync/sync'
import { currentAccount } from './current-account'

/** Strict: a price, a trial, a discount or a return URL from the client is refused, not ignored. */
export const CheckoutOrder = z.strictObject({
  plan: z.string().max(60),
  interval: z.enum(['month', 'year', 'once']).default('month'),
  quantity: z.int().min(1).max(1_000).default(1),
})

/** POST /api/checkout: sends a signed-in person to Stripe to buy a plan. */
export const checkout = (
  services: SyncServices & {
    users: Users
    people: People
    settings: Pick<Settings, 'APP_URL' | 'TRIAL_DAYS'>
  },
) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const wanted = await readJson(request, CheckoutOrder)
    const account = await customerOf(services, await currentAccount(services, token))
    const last = await lastCheckout(services, account)
    // What somebody bought a moment ago may not have reached the row: ask Stripe, not the row.
    const synced = await sync(services, account.userId, { cause: { kind: 'checkout' } })
    const person = synced.kind === 'synced' ? { ...account, ...synced.account } : account

    const found = order(wanted, person, services.rules.catalog, services.settings.TRIAL_DAYS)
    switch (found.kind) {
      case 'unknown_plan':
        throw new AppError(
          'invalid_request',
          'plan: there is no such plan. GET /api/plans lists them.',
        )
      case 'not_sold':
        throw new AppError('invalid_request', `interval: ${found.plan.name} is not sold that way.`)
      case 'already_subscribed':
        throw new AppError(
          'already_subscribed',
          'You have a subscription. Change it under "Manage billing" instead of buying a second one.',
          { currentPlan: found.plan },
        )
      case 'already_bought':
        throw new AppError('already_subscribed', `You have bought ${found.plan.name} for good.`, {
          currentPlan: found.plan.key,
        })
      case 'order': {
        const { plan, price, trialDays, abandon } = found
        for (const id of abandon) await services.payments.cancelIncomplete(id)
        const choice = {
          plan: plan.key,
          interval: price.interval,
          lookupKey: price.lookupKey,
          quantity: wanted.quantity,
          trialDays,
        }
        const customerId = person.customerId ?? account.customerId
        return answer(
          await withCustomer(services, { ...person, customerId }, (customer) =>
            openCheckout(services, customer, last, choice),
          ),
        )
      }
    }
  })

function answer(opened: Opened): Response {
  switch (opened.kind) {
    case 'open':
      return privateJson({ url: opened.url })
    case 'paid_meanwhile':
      throw new AppError('conflict', 'You have just paid in another window. Reload the page.')
    case 'contended':
      throw new AppError('conflict', 'A checkout is being opened in another window. Go on there.')
  }
}
