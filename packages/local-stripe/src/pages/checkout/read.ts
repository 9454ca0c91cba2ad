import type Stripe from 'stripe'
import { hasCurrency, priceAmount } from '../../engine/catalog/price-amount'
import { DAY } from '../../engine/world/calendar'
import type { CheckoutTax } from '../../engine/world/records'
import type { Store } from '../../engine/world/store'
import type { World } from '../../engine/world/world'
import type { PageContext } from '../page-context'
import type { Order } from './order'

/** Null if there is no such session. */
export async function readOrder(
  { api, engine: { store, world } }: PageContext,
  id: string,
): Promise<Order | null> {
  if (!store.checkoutSessions.get(id)) return null
  const [session, lines] = await Promise.all([
    api.checkout.sessions.retrieve(id),
    api.checkout.sessions.listLineItems(id, { limit: 100 }),
  ])
  const { coupon, code } = discountOf(store, session)
  return {
    session,
    lines: lines.data.map((line) => ({
      ...line,
      price: line.price && paidIn(world, line.price, session.currency),
    })),
    trialEnd: trialEnd(world, id),
    coupon,
    code,
    saved: await savedCards(api, session),
    asksCountry: asksCountry(world.store.checkoutOrders.get(id)?.tax),
    now: world.clock.seconds(),
  }
}

/** The API shows a price in its default currency. The buyer pays in the session's. */
function paidIn(world: World, price: Stripe.Price, currency: string | null): Stripe.Price {
  const own = world.store.prices.get(price.id)
  if (!own || !currency || currency === price.currency || !hasCurrency(world, own, currency)) {
    return price
  }
  return { ...price, currency, unit_amount: priceAmount(world, own, 1, currency) }
}

/** When the trial ends that the session will start. The API doesn't show it. */
function trialEnd(world: World, id: string): number | null {
  const terms = world.store.checkoutOrders.get(id)?.subscriptionData
  if (terms?.trial_period_days) return world.clock.seconds() + terms.trial_period_days * DAY
  return typeof terms?.trial_end === 'number' ? terms.trial_end : null
}

const asksCountry = (tax: CheckoutTax | null | undefined): boolean =>
  Boolean(
    tax?.savesAddress &&
      (tax.automatic || tax.items.some(({ dynamicRates }) => dynamicRates.length > 0)),
  )

async function savedCards(
  api: Stripe,
  { customer, saved_payment_method_options }: Stripe.Checkout.Session,
) {
  if (typeof customer !== 'string') return []
  const { data } = await api.paymentMethods.list({ customer, type: 'card', limit: 10 })
  const shown: string[] = saved_payment_method_options?.allow_redisplay_filters ?? ['always']
  return data.filter(({ allow_redisplay }) => shown.includes(allow_redisplay ?? 'unspecified'))
}

/** The session's coupon, and its promotion code. */
function discountOf(store: Store, { discounts }: Stripe.Checkout.Session) {
  const [discount] = discounts ?? []
  const code = store.promotionCodes.get(String(discount?.promotion_code)) ?? null
  const coupon = store.coupons.get(code?.promotion.coupon ?? String(discount?.coupon)) ?? null
  return { coupon, code: code?.code ?? null }
}
