import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import { creditFor, type Order, type Wanted } from '@/lib/billing/checkout/order'
import { promotionCodePattern, reduced } from '@/lib/billing/pricing/promotion'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readJson } from '@/lib/http'
import type { People } from '@/lib/identity/people'
import type { Checkouts } from '@/lib/stripe/checkout/checkouts'
import { PromotionRefused, type Promotions } from '@/lib/stripe/checkout/promotions'
import { lastCheckout, type Opened, openCheckout } from '@/lib/sync/checkout/open-checkout'
import { orderFor } from '@/lib/sync/checkout/order-for'
import { currentAccount } from '@/lib/sync/current-account'
import { ensureCustomer, withLiveCustomer } from '@/lib/sync/customer'
import type { SyncServices } from '@/lib/sync/services'
import { sync } from '@/lib/sync/sync'

/** Strict: a price, a trial, a discount or a return URL from the client is refused, not ignored. */
export const CheckoutOrder = z.strictObject({
  plan: z.string().max(60),
  interval: z.enum(['month', 'year', 'once']).default('month'),
  quantity: z.int().min(1).max(100_000).default(1),
  /** Lower case, as Stripe has them. */
  currency: z
    .string()
    .regex(/^[a-z]{3}$/, 'three lowercase letters, such as eur')
    .optional(),
  promotionCode: z
    .string()
    .regex(promotionCodePattern, 'this isn’t a valid promotion code')
    .optional(),
  /** That the running subscription ends when this is paid, for what is bought once. */
  endSubscription: z.boolean().default(false),
  /** To be paid inside our own page: answers `clientSecret` in place of `url`. */
  embedded: z.boolean().default(false),
})
export type CheckoutOrder = z.infer<typeof CheckoutOrder>

type CheckoutServices = SyncServices & {
  users: Users
  people: People
  checkouts: Checkouts
  promotions: Promotions
  settings: Pick<Settings, 'APP_URL' | 'TRIAL_DAYS' | 'STRIPE_PUBLISHABLE_KEY'>
}

/** POST /api/checkout: sends a signed-in person to Stripe to buy a plan. */
export const checkout = (services: CheckoutServices) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const wanted = await readJson(request, CheckoutOrder)
    if (wanted.embedded && !services.settings.STRIPE_PUBLISHABLE_KEY) {
      throw refused(
        'embedded',
        'this app doesn’t support embedded checkout: leave it out, and go to the url',
      )
    }
    const account = await ensureCustomer(services, await currentAccount(services, token))
    const last = await lastCheckout(services, account)
    // What somebody bought a moment ago may not have reached the row: ask Stripe, not the row.
    const synced = await sync(services, account.userId, { cause: { kind: 'checkout' } })
    const person = synced.kind === 'synced' ? { ...account, ...synced.account } : account
    const customerId = person.customerId ?? account.customerId

    const found = await ordered(services, wanted, { ...person, customerId })
    const promotion = await promotionFor(services, wanted, found)
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
        withLiveCustomer(services, { ...person, customerId }, (customer) =>
          openCheckout(services, customer, last, choice),
        ),
      ),
    )
  })

type Granted = Extract<Order, { kind: 'order' }>

/** What is to be paid, or why it isn't to be had. */
async function ordered(
  services: CheckoutServices,
  wanted: Wanted,
  account: Account & { customerId: string },
): Promise<Granted> {
  const { rules, customers } = services
  const sold = rules.catalog.plans.find(({ key }) => key === wanted.plan)?.prices ?? []
  // Only what is sold in several currencies can be asked for in the wrong one.
  const asks = wanted.currency !== undefined || sold.some(({ otherCurrencies }) => otherCurrencies)
  const currency = asks ? await customers.currencyOf(account.customerId) : null
  const found = await orderFor(services, wanted, { ...account, currency })
  if (found.kind !== 'order') throw refusal(found)
  return found
}

function refusal(found: Exclude<Order, Granted>): AppError {
  switch (found.kind) {
    case 'unknown_plan':
      return refused('plan', 'there’s no such plan. GET /api/plans lists all plans.')
    case 'not_sold':
      return refused('interval', `${found.plan.name} isn’t sold for that interval.`)
    case 'not_sold_in': {
      const sold = found.currencies.join(', ')
      return refused(
        'currency',
        `${found.plan.name} isn’t sold in ${found.currency}, only in ${sold}.`,
      )
    }
    case 'other_currency':
      return refused(
        'currency',
        `you’re already billed in ${found.currency}. Send that, or leave it out.`,
      )
    case 'too_many': {
      const { name, maxQuantity } = found.plan
      return refused('quantity', `you can buy at most ${maxQuantity} of ${name}.`)
    }
    case 'already_subscribed':
      return new AppError(
        'already_subscribed',
        'You already have a subscription. Change plans in settings instead of buying a second one.',
        { currentPlan: found.plan },
      )
    case 'already_bought':
      return new AppError('already_subscribed', `You already own ${found.plan.name}.`, {
        currentPlan: found.plan.key,
      })
    case 'payment_pending':
      return new AppError(
        'payment_pending',
        'Your bank payment is pending. Please don’t pay again.',
      )
    case 'subscription_running':
      return new AppError(
        'subscription_running',
        `${found.plan.name} replaces your subscription. Send endSubscription: true to agree that it ends with the current period.`,
      )
  }
}

/** Stripe's id of the code; `undefined` if none was given. One answer for all that nobody may use. */
async function promotionFor(
  { promotions, rules, now }: CheckoutServices,
  { promotionCode }: CheckoutOrder,
  { plan, price, ends }: Granted,
): Promise<string | undefined> {
  if (promotionCode === undefined) return undefined
  if (!rules.catalog.checkout.promotionCodes) {
    throw refused('promotionCode', 'this app doesn’t take promotion codes.')
  }
  if (rules.catalog.lifetime.credit && ends.length > 0) {
    throw refused('promotionCode', 'it can’t be combined with the credit for unused time.')
  }
  const promotion = await promotions.find(promotionCode, now())
  if (!promotion) throw unknownPromotion()
  const left = reduced(promotion, plan, price)
  if (!left) throw refused('promotionCode', `this code doesn’t apply to ${plan.name}.`)
  // Without a payment there would be nothing to show that it was bought.
  if (price.interval === 'once' && left.amountCents === 0) {
    throw refused('promotionCode', 'a one-time purchase can’t be free.')
  }
  return promotion.id
}

async function creditOf({ checkouts, rules }: CheckoutServices, found: Granted): Promise<number> {
  if (!rules.catalog.lifetime.credit || found.ends.length === 0) return 0
  return creditFor(await checkouts.unusedCents(found.ends, found.price.currency), found.price)
}

async function unlessPromotionRefused<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof PromotionRefused) throw unknownPromotion()
    throw error
  }
}

const refused = (field: keyof CheckoutOrder, words: string) =>
  new AppError('invalid_request', `${field}: ${words}`)

const unknownPromotion = () => refused('promotionCode', 'this code is invalid or has expired.')

function answer(opened: Opened): Response {
  switch (opened.kind) {
    case 'open':
      return privateJson(opened.at)
    case 'paid_meanwhile':
      throw new AppError('conflict', 'You just paid in another window. Refresh the page.')
    case 'contended':
      throw new AppError('conflict', 'Checkout is already open in another window. Continue there.')
  }
}
