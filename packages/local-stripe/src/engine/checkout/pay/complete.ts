import { createCustomer } from '../../customers/customers'
import { recordAuthentication } from '../../customers/payment-methods/behavior'
import type { Buyer } from '../../world/records'
import type { CheckoutSession, PaymentMethod } from '../../world/types'
import { change, emit, type World } from '../../world/world'
import { saveTaxAddress } from '../checkout-tax'
import { withAnswers } from '../custom-fields'
import { detailsOf } from '../sessions'
import { orderOf } from './order'
import { payOnce, setUp, subscribe } from './outcome'
import { type CheckoutResult, successUrl } from './result'

/** Does what the session is for, and completes it. */
export function complete(
  world: World,
  session: CheckoutSession,
  method: PaymentMethod | null,
  buyer: Buyer,
  authenticated: boolean,
): CheckoutResult {
  world.agenda.cancel('expire session', session.id)
  const customer = customerFor(world, session, buyer)
  saveTaxAddress(world, orderOf(world, session), customer, buyer)
  if (method && authenticated) recordAuthentication(world, method)
  const made =
    session.mode === 'subscription'
      ? subscribe(world, session, customer ?? '', method, authenticated)
      : session.mode === 'setup'
        ? setUp(world, session, customer, method)
        : payOnce(world, session, customer, method, authenticated)
  const completed = change(world, world.store.checkoutSessions, session, {
    ...made,
    status: 'complete',
    url: null,
    customer,
    consent: consentOf(session, buyer),
    custom_fields: withAnswers(session.custom_fields, buyer.customFields),
    customer_details: {
      address: null,
      business_name: null,
      individual_name: null,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
      ...(customer && detailsOf(world, customer)),
      email: buyer.email ?? session.customer_details?.email ?? session.customer_email,
      name: buyer.name ?? session.customer_details?.name ?? null,
    },
  })
  emit(world, 'checkout.session.completed', completed)
  const kind = completed.payment_status === 'unpaid' ? 'processing' : 'paid'
  return { kind, session: completed, url: successUrl(completed) }
}

function customerFor(world: World, session: CheckoutSession, buyer: Buyer): string | null {
  if (session.customer) return session.customer
  const needsNone = session.mode !== 'subscription' && !session.invoice_creation?.enabled
  if (needsNone && session.customer_creation !== 'always') return null
  const email = buyer.email ?? session.customer_email
  return createCustomer(world, { ...(email && { email }), ...(buyer.name && { name: buyer.name }) })
    .id
}

const consentOf = (
  { consent_collection: asked }: CheckoutSession,
  { acceptsTerms, acceptsPromotions }: Buyer,
): CheckoutSession['consent'] =>
  asked && {
    promotions: asked.promotions === 'auto' ? (acceptsPromotions ? 'opt_in' : 'opt_out') : null,
    terms_of_service: asked.terms_of_service === 'required' && acceptsTerms ? 'accepted' : null,
  }
