/**
 * Events as older API versions shaped them, and events of connected accounts. They follow Stripe's
 * changelog (https://docs.stripe.com/changelog): Stripe sends an event in the version in which it
 * was created, however old that is.
 */
export const oldEvents: Record<string, Record<string, unknown>> = {
  'a subscription of 2015, with its plan and period on top': event(
    'customer.subscription.deleted',
    {
      id: 'sub_7xOld',
      object: 'subscription',
      application_fee_percent: null,
      cancel_at_period_end: false,
      canceled_at: 1_445_000_000,
      customer: 'cus_7xOld',
      current_period_end: 1_446_000_000,
      current_period_start: 1_443_000_000,
      discount: null,
      ended_at: 1_445_000_000,
      plan: { id: 'gold', object: 'plan', amount: 2_000, currency: 'usd', interval: 'month' },
      quantity: 1,
      start: 1_443_000_000,
      status: 'canceled',
      tax_percent: null,
    },
  ),
  'an invoice of 2016, with flags for a status': event('invoice.payment_failed', {
    id: 'in_17Old',
    object: 'invoice',
    amount_due: 4_900,
    attempt_count: 3,
    attempted: true,
    charge: 'ch_17Old',
    closed: true,
    customer: 'cus_7xOld',
    date: 1_460_000_000,
    forgiven: false,
    lines: { object: 'list', data: [{ id: 'sub_7xOld', type: 'subscription', plan: null }] },
    paid: false,
    subscription: 'sub_7xOld',
    total: 4_900,
  }),
  'a charge of 2014, with its card': event('charge.refunded', {
    id: 'ch_14Old',
    object: 'charge',
    amount: 4_900,
    amount_refunded: 4_900,
    card: { id: 'card_14Old', object: 'card', last4: '4242', customer: 'cus_7xOld' },
    customer: 'cus_7xOld',
    disputed: false,
    paid: true,
    refunded: true,
    refunds: [{ amount: 4_900, object: 'refund' }],
  }),
  'a charge of a guest': event('charge.refunded', {
    id: 'ch_guest',
    object: 'charge',
    amount_refunded: 100,
    customer: null,
  }),
  'a dispute, which names only its charge': event('charge.dispute.created', {
    id: 'dp_1Old',
    object: 'dispute',
    charge: 'ch_14Old',
    is_charge_refundable: true,
    status: 'warning_needs_response',
  }),
  'a deleted customer of 2013, with cards and one subscription': event('customer.deleted', {
    id: 'cus_7xOld',
    object: 'customer',
    active_card: null,
    account_balance: 0,
    cards: { object: 'list', count: 0, data: [] },
    deleted: true,
    subscription: null,
  }),
  'an expanded customer': event('customer.subscription.deleted', {
    id: 'sub_7xOld',
    object: 'subscription',
    customer: { id: 'cus_7xOld', object: 'customer', email: 'ada@example.com' },
    status: 'canceled',
  }),
  'another account’s, as Connect sends it': {
    ...event('customer.subscription.deleted', {
      id: 'sub_connected',
      object: 'subscription',
      customer: 'cus_7xOld',
      status: 'canceled',
    }),
    account: 'acct_1Connected',
  },
  'another account’s of 2014': {
    ...event('customer.deleted', { id: 'cus_7xOld', object: 'customer', deleted: true }),
    user_id: 'acct_1Connected',
  },
  'a live one at a test key': {
    ...event('customer.subscription.deleted', {
      id: 'sub_live',
      object: 'subscription',
      customer: 'cus_7xOld',
      status: 'canceled',
      livemode: true,
    }),
    livemode: true,
  },
  'the dashboard’s old test event': {
    ...event('invoice.payment_failed', { id: 'in_00000000000000', object: 'invoice' }),
    id: 'evt_00000000000000',
  },
}

/** The id of the customer in all of them. */
export const oldCustomer = 'cus_7xOld'

/** Before 2017 a request was named by text, and events named no API version. */
function event(type: string, object: Record<string, unknown>): Record<string, unknown> {
  return {
    id: `evt_${object.id}`,
    object: 'event',
    created: 1_445_000_000,
    livemode: false,
    pending_webhooks: 0,
    request: 'iar_7xOld',
    type,
    data: { object },
  }
}
