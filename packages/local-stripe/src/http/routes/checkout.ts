import { CheckoutSessionCreate, CheckoutSessionUpdate } from '../../engine/checkout/params'
import { confirmPaymentPage, PaymentPageConfirm } from '../../engine/checkout/payment-page'
import {
  checkoutLines,
  createCheckoutSession,
  expireCheckoutSession,
  updateCheckoutSession,
} from '../../engine/checkout/sessions'
import { hash, notSupported, oneOf, text } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { get, lists, post, type Route, retrieves, undated } from '../route'

const PATH = '/v1/checkout/sessions'

export const checkoutRoutes: Route[] = [
  post(PATH, CheckoutSessionCreate, (world, _, params) => createCheckoutSession(world, params)),
  lists(
    PATH,
    (world, { customer }) =>
      customer === undefined
        ? world.store.checkoutSessions.all()
        : world.store.checkoutSessions.where('customer', customer),
    {
      customer: text.optional(),
      customer_account: notSupported(),
      customer_details: hash({ email: text }).optional(),
      payment_intent: text.optional(),
      payment_link: notSupported(),
      status: oneOf('open', 'complete', 'expired').optional(),
      subscription: text.optional(),
    },
    (session, { customer_details, payment_intent, status, subscription }) =>
      (status === undefined || session.status === status) &&
      (subscription === undefined || session.subscription === subscription) &&
      (payment_intent === undefined || session.payment_intent === payment_intent) &&
      (customer_details === undefined ||
        session.customer_details?.email === customer_details.email),
  ),
  retrieves(PATH, 'checkout.session', (world) => world.store.checkoutSessions),
  post(`${PATH}/:id`, CheckoutSessionUpdate, (world, { id }, params) =>
    updateCheckoutSession(world, id, params),
  ),
  // Called by the hosted page. The Stripe CLI pays through it.
  get('/v1/payment_pages/:id', hash({}), (world, { id }) => ({
    ...find(world.store.checkoutSessions, 'checkout.session', id),
    object: 'payment_page',
  })),
  post('/v1/payment_pages/:id/confirm', PaymentPageConfirm, (world, { id }, params) =>
    confirmPaymentPage(world, id, params),
  ),
  post(`${PATH}/:id/expire`, hash({}), (world, { id }) => expireCheckoutSession(world, id)),
  undated(
    lists(
      `${PATH}/:id/line_items`,
      (world, _, id) => {
        find(world.store.checkoutSessions, 'checkout.session', id)
        return checkoutLines(world, id).reverse()
      },
      {},
    ),
  ),
]
