import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import type { Token } from '@/lib/auth/token'
import { creditFor, type Order, type OrderRequest } from '@/lib/billing/checkout/order'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Requester } from '@/lib/rate-limits'
import type { Checkouts } from '@/lib/stripe/checkout/checkouts'
import type { Promotions } from '@/lib/stripe/checkout/promotions'
import { oneAtATime } from '@/lib/sync/checkout/one-at-a-time'
import {
  lastCheckout,
  type Opened,
  openCheckout,
  type WhereToPay,
} from '@/lib/sync/checkout/open-checkout'
import { orderFor } from '@/lib/sync/checkout/order-for'
import { currentAccount } from '@/lib/sync/current-account'
import { ensureCustomer, withLiveCustomer } from '@/lib/sync/customer'
import { syncForRequest } from '@/lib/sync/sync-for-request'
import { promotionFor, unlessPromotionRefused } from './promotion'
import { invalidField, orderRefusal } from './refusals'
import { type CheckoutRequest, checkoutRoutes } from './routes'

type CheckoutServices = MemberServices & {
  checkouts: Checkouts
  promotions: Promotions
  settings: Pick<Settings, 'APP_URL' | 'TRIAL_DAYS' | 'STRIPE_PUBLISHABLE_KEY'>
}

/** POST /api/checkout: creates a Checkout session for the signed-in user. */
export const checkout = (services: CheckoutServices) =>
  handle(services, checkoutRoutes.checkout, async ({ user, body: wanted, request }) => {
    if (wanted.embedded && !services.settings.STRIPE_PUBLISHABLE_KEY) {
      throw invalidField(
        'embedded',
        'this app doesn’t support embedded checkout: leave it out, and go to the url',
      )
    }
    const requester = services.rateLimiter.requesterOf(request.headers, user.userId)
    return oneAtATime(services.accounts, user.userId, wanted, () =>
      opened(services, user, wanted, requester),
    )
  })

async function opened(
  services: CheckoutServices,
  user: Token,
  wanted: CheckoutRequest,
  requester: Requester,
): Promise<WhereToPay> {
  const account = await ensureCustomer(services, await currentAccount(services, user))
  const last = await lastCheckout(services, account)
  // A purchase of a moment ago may not have reached the row: ask Stripe, not the row.
  const synced = await syncForRequest(services, account.userId, { cause: { kind: 'checkout' } })
  const current = synced.kind === 'synced' ? { ...account, ...synced.account } : account
  const customer = { ...current, customerId: current.customerId ?? account.customerId }

  const found = await ordered(services, wanted, customer)
  const promotion = await promotionFor(services, wanted, found, requester)
  const { plan, price, trialDays, abandon, ends } = found
  for (const id of abandon) await services.subscriptionEnds.cancelIncomplete(id)
  const choice = {
    plan: plan.key,
    interval: price.interval,
    lookupKey: price.lookupKey,
    meteredPrices: found.meteredPrices,
    currency: price.currency,
    quantity: found.quantity,
    trialDays,
    promotion,
    creditCents: await creditOf(services, found),
    ends,
    isEmbedded: wanted.embedded,
  }
  return answer(
    await unlessPromotionRefused(() =>
      withLiveCustomer(services, customer, (live) => openCheckout(services, live, last, choice)),
    ),
  )
}

type Granted = Extract<Order, { kind: 'order' }>

/** What is to be paid; throws the reason if it can't be bought. */
async function ordered(
  services: CheckoutServices,
  wanted: OrderRequest,
  account: Account & { customerId: string },
): Promise<Granted> {
  const { rules, customers } = services
  const sold = rules.catalog.plans.find(({ key }) => key === wanted.plan)?.prices ?? []
  // Only what is sold in several currencies can be asked for in the wrong one.
  const asks = wanted.currency !== undefined || sold.some(({ otherCurrencies }) => otherCurrencies)
  const currency = asks ? await customers.currencyOf(account.customerId) : null
  const found = await orderFor(services, wanted, { ...account, currency })
  if (found.kind !== 'order') throw orderRefusal(found)
  return found
}

async function creditOf({ checkouts, rules }: CheckoutServices, found: Granted): Promise<number> {
  if (!rules.catalog.lifetime.credit || found.ends.length === 0) return 0
  return creditFor(await checkouts.unusedCents(found.ends, found.price.currency), found.price)
}

function answer(opened: Opened): WhereToPay {
  switch (opened.kind) {
    case 'open':
      return opened.at
    case 'paid_meanwhile':
      throw new AppError('conflict', 'You just paid in another window. Refresh the page.')
    case 'contended':
      throw new AppError('conflict', 'Checkout is already open in another window. Continue there.')
  }
}
