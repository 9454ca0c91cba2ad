import { type Context, Hono } from 'hono'
import { type CheckoutResult, successUrl } from '../../engine/checkout/pay/result'
import { ApiError } from '../../engine/world/errors'
import { emptyForm, type Filled, readForm } from '../form'
import { money } from '../money'
import { notFound } from '../not-found'
import type { PageContext } from '../page-context'
import { authenticatePage } from '../payment/authenticate'
import { fillTestCard } from '../payment/card'
import { declineErrors } from '../payment/decline'
import type { PageEnv } from '../security'
import { closedPage } from './closed'
import type { Order } from './order'
import { checkoutPage } from './page'
import { readPurchase } from './purchase'
import { readOrder } from './read'

/** Hosted Checkout: `/c/pay/:id`, with its 3-D Secure step. */
export function checkoutPages(context: PageContext): Hono<PageEnv> {
  const app = new Hono<PageEnv>()
  const { engine } = context

  const withOrder =
    (handler: (c: Context<PageEnv>, order: Order) => Response | Promise<Response>) =>
    async (c: Context<PageEnv>) => {
      const order = await readOrder(context, c.req.param('id') ?? '')
      if (!order) return notFound(c, 'Checkout session')
      const { success_url, cancel_url } = order.session
      c.set(
        'formTargets',
        [success_url, cancel_url].filter((url) => url !== null),
      )
      return handler(c, order)
    }

  app.get(
    '/:id',
    withOrder((c, order) =>
      c.html(
        order.session.status === 'open'
          ? checkoutPage({ order, filled: emptyForm })
          : closedPage(order.session, doneUrl(order)),
      ),
    ),
  )

  app.post(
    '/:id',
    withOrder(async (c, order) => {
      if (order.session.status !== 'open') return leave(c, order)
      const values = await readForm(c.req.raw)
      if (values.fill) {
        const filled = fillTestCard(values.fill, values, engine.clock.now())
        return c.html(checkoutPage({ order, filled: { values: filled, errors: {} } }))
      }
      const purchase = readPurchase(order, values, engine.clock.now())
      if (purchase.kind === 'invalid') {
        return c.html(checkoutPage({ order, filled: { values, errors: purchase.errors } }), 422)
      }
      const { payWith, buyer } = purchase
      const located = await taxedIn(buyer.country, order)
      if (located) {
        const filled = { values, errors: {} }
        return c.html(checkoutPage({ order: located, filled, notice: TOTAL_CHANGED }))
      }
      const result = engine.checkout.pay(order.session.id, payWith, buyer)
      return answer(c, order, result, values)
    }),
  )

  app.post(
    '/:id/promotion',
    withOrder(async (c, order) => {
      const here = `/c/pay/${order.session.id}`
      if (order.session.status !== 'open') return c.redirect(here, 303)
      const code = (await readForm(c.req.raw)).code?.trim() ?? ''
      const result = engine.checkout.applyPromotion(order.session.id, code)
      if (result.kind === 'applied') return c.redirect(here, 303)
      const promotion = { code, error: result.message }
      return c.html(checkoutPage({ order, filled: emptyForm, promotion }), 422)
    }),
  )

  app.post(
    '/:id/quantity',
    withOrder(async (c, order) => {
      const here = `/c/pay/${order.session.id}`
      if (order.session.status !== 'open') return c.redirect(here, 303)
      const { line = '', quantity = '' } = await readForm(c.req.raw)
      try {
        engine.checkout.changeQuantity(order.session.id, line, Number(quantity || Number.NaN))
        return c.redirect(here, 303)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        const refused = { line, quantity, error: error.message }
        return c.html(checkoutPage({ order, filled: emptyForm, quantity: refused }), 422)
      }
    }),
  )

  app.get(
    '/:id/authenticate',
    withOrder((c, order) => {
      if (!awaitsAuthentication(order)) return c.redirect(`/c/pay/${order.session.id}`, 303)
      const { id, amount_total, currency } = order.session
      return c.html(
        authenticatePage({
          action: `/c/pay/${id}/authenticate`,
          amount: amount_total ? money(amount_total, currency ?? 'usd') : null,
        }),
      )
    }),
  )
  app.post(
    '/:id/authenticate',
    withOrder(async (c, order) => {
      if (order.session.status !== 'open') return leave(c, order)
      if (!awaitsAuthentication(order)) return c.redirect(`/c/pay/${order.session.id}`, 303)
      const { outcome } = await readForm(c.req.raw)
      const { id } = order.session
      const result = engine.checkout.completeAuthentication(
        id,
        outcome === 'complete' ? 'success' : 'fail',
      )
      return answer(c, order, result, {})
    }),
  )

  function answer(c: Context, order: Order, result: CheckoutResult, values: Filled['values']) {
    switch (result.kind) {
      case 'requires_action':
        return c.redirect(`/c/pay/${order.session.id}/authenticate`, 303)
      case 'declined': {
        const filled = { values, errors: declineErrors(result.code, result.message) }
        return c.html(checkoutPage({ order, filled }), 402)
      }
      default:
        // An embedded session has no URL to return to, so its page shows that it is complete.
        return c.redirect(result.url ?? `/c/pay/${order.session.id}`, 303)
    }
  }

  /** The order with the tax of the entered country. Null if that doesn't change the total. */
  async function taxedIn(country: string | undefined, order: Order): Promise<Order | null> {
    if (!country) return null
    const { id, amount_total } = order.session
    const { amount_total: total } = engine.checkout.locate(id, { country })
    return total === amount_total ? null : await readOrder(context, id)
  }

  const awaitsAuthentication = ({ session }: Order) =>
    session.status === 'open' &&
    Boolean(engine.store.checkoutOrders.get(session.id)?.pendingAuthentication)

  /** A second submit redirects like the first, without paying again. */
  const leave = (c: Context, order: Order) =>
    c.redirect(doneUrl(order) ?? `/c/pay/${order.session.id}`, 303)

  const doneUrl = ({ session }: Order) => {
    const kept = engine.store.checkoutSessions.get(session.id)
    return kept?.status === 'complete' ? successUrl(kept) : null
  }

  return app
}

const TOTAL_CHANGED = 'The tax of your country changes the total. Check it, and pay again.'
