import type { Given } from './requests'
import type { World } from './world'

/** Requests that succeed, to which a test adds one parameter. Others need nothing but the schema. */
export function basesOf(world: World, endpoint: string): Given[] {
  const { customer, price, product, subscription } = world
  const recurring = { interval: 'month' }
  const price_data = { currency: 'usd', product, unit_amount: '700' }
  const item = { price, quantity: '2' }
  const inline = { price_data: { ...price_data, recurring } }
  const success_url = 'https://shop.example/done'
  const extra = [{ price_data, quantity: '2' }]
  const period = {
    start: { type: 'timestamp', timestamp: '1768478400' },
    end: { type: 'timestamp', timestamp: '1769478400' },
  }
  const timed = [{ price_data, quantity: '1', period }]
  const bases: Record<string, Given[]> = {
    'POST /v1/products': [
      { name: 'N', default_price_data: { currency: 'usd', unit_amount: '700' } },
    ],
    'POST /v1/prices': [
      { product, currency: 'usd', unit_amount: '700', recurring },
      { currency: 'usd', unit_amount: '700', product_data: { name: 'N' } },
      { product, currency: 'usd', unit_amount: '700', lookup_key: 'other' },
      {
        product,
        currency: 'usd',
        recurring,
        billing_scheme: 'tiered',
        tiers_mode: 'graduated',
        tiers: [{ up_to: 'inf', unit_amount: '7' }],
      },
    ],
    'POST /v1/plans': [
      { product, currency: 'usd', amount: '700', interval: 'month' },
      {
        product,
        currency: 'usd',
        interval: 'month',
        billing_scheme: 'tiered',
        tiers_mode: 'graduated',
        tiers: [{ up_to: 'inf', unit_amount: '7' }],
      },
    ],
    'POST /v1/checkout/sessions': [
      { mode: 'subscription', success_url, customer, line_items: [item] },
      { mode: 'subscription', success_url, line_items: [{ ...inline, quantity: '2' }] },
      { mode: 'payment', success_url, line_items: extra },
      {
        mode: 'payment',
        success_url,
        customer_creation: 'always',
        line_items: extra,
        invoice_creation: { enabled: 'true' },
      },
      ...['text', 'numeric', 'dropdown'].map((type) => ({
        mode: 'payment',
        success_url,
        line_items: extra,
        custom_fields: [
          {
            key: 'k',
            label: { type: 'custom', custom: 'K' },
            type,
            ...(type === 'dropdown' && { dropdown: { options: [{ label: 'A', value: 'a' }] } }),
          },
        ],
      })),
      { mode: 'setup', success_url, currency: 'usd' },
      {
        mode: 'subscription',
        ui_mode: 'embedded_page',
        return_url: success_url,
        line_items: [item],
      },
    ],
    'POST /v1/subscriptions': [
      { customer, items: [item] },
      { customer, items: [inline], add_invoice_items: extra },
      { customer, items: [item], add_invoice_items: timed },
      {
        customer,
        items: [{ price, quantity: '2' }],
        collection_method: 'send_invoice',
        days_until_due: '7',
      },
    ],
    'POST /v1/subscriptions/:id': [
      {},
      { items: [item] },
      { items: [{ price: world.other, quantity: '9' }], proration_behavior: 'always_invoice' },
      { items: [inline], add_invoice_items: extra },
      { add_invoice_items: timed },
    ],
    'POST /v1/subscription_items': [
      { subscription, price_data: { ...price_data, recurring } },
      { subscription },
    ],
    'GET /v1/billing/meters/:id/event_summaries': [
      { customer, start_time: '1768435200', end_time: '1768521600' },
    ],
    'POST /v1/credit_notes': [
      { invoice: world.invoice, amount: '100' },
      {
        invoice: world.invoice,
        lines: [{ type: 'custom_line_item', description: 'D', quantity: '1', unit_amount: '10' }],
      },
    ],
    'GET /v1/credit_notes/preview': [
      { invoice: world.invoice, amount: '100' },
      {
        invoice: world.invoice,
        lines: [{ type: 'custom_line_item', description: 'D', quantity: '1', unit_amount: '10' }],
      },
    ],
    'GET /v1/payment_methods': [{ customer }],
    'GET /v1/tax_ids': [{ owner: { type: 'customer', customer } }, {}],
    'POST /v1/tax_ids': [
      { type: 'eu_vat', value: 'DE123456789', owner: { type: 'customer', customer } },
    ],
    'POST /v1/billing/meters': [
      { display_name: 'M', event_name: 'm', default_aggregation: { formula: 'sum' } },
    ],
    'POST /v1/billing_portal/configurations/:id': [
      {},
      {
        features: {
          subscription_update: {
            enabled: 'true',
            default_allowed_updates: ['price'],
            products: [{ product, prices: [price] }],
          },
        },
      },
    ],
    'POST /v1/setup_intents/:id/confirm': [
      {},
      { mandate_data },
      { payment_method: 'pm_card_threeDSecure2Required' },
    ],
    'POST /v1/billing/meter_event_adjustments': [
      { event_name: 'calls', type: 'cancel', cancel: { identifier: 'call_1' } },
    ],
    'DELETE /v1/subscription_items/:id': [{}, { proration_behavior: 'always_invoice' }],
    'POST /v1/invoices/:id/update_lines': [
      { lines: [{ id: world.draftLine }] },
      {
        lines: [
          {
            id: world.draftLine,
            price_data: { ...price_data, product_data: { name: 'N' }, product: undefined },
          },
        ],
      },
    ],
    'POST /v1/invoices/:id/remove_lines': [
      { lines: [{ id: world.draftLine, behavior: 'delete' }] },
    ],
    'POST /v1/disputes/:id': [{ evidence: { uncategorized_text: 'x' } }],
    'POST /v1/invoices/:id/add_lines': [
      { lines: [{ amount: '700' }] },
      { lines: [{ price_data }] },
    ],
    'POST /v1/refunds': [{ payment_intent: world.intent }],
    'POST /v1/payment_records/report_payment': [
      {
        amount_requested: { currency: 'usd', value: '700' },
        initiated_at: '1768478400',
        payment_method_details: { type: 'custom', custom: { display_name: 'Cash', type: 'x' } },
        outcome: 'guaranteed',
        guaranteed: { guaranteed_at: '1768478400' },
      },
    ],
    'POST /v1/customers': [{}, { payment_method: 'pm_card_visa' }],
    'POST /v1/subscription_schedules': [
      { customer, start_date: 'now', phases: [{ items: [item], duration: recurring }] },
      {
        customer,
        start_date: 'now',
        phases: [{ items: [inline], duration: recurring, add_invoice_items: extra }],
      },
      {
        customer,
        start_date: 'now',
        phases: [{ items: [item], duration: recurring, add_invoice_items: timed }],
      },
      {},
    ],
    'POST /v1/subscription_schedules/:id': [
      {},
      {
        phases: [
          {
            items: [item],
            start_date: '1768478400',
            duration: recurring,
            add_invoice_items: [{ quantity: '2' }],
          },
        ],
      },
      {
        phases: [
          {
            items: [item],
            start_date: '1768478400',
            duration: recurring,
            add_invoice_items: timed,
          },
        ],
      },
      {
        phases: [
          {
            items: [item],
            start_date: '1768478400',
            duration: recurring,
            add_invoice_items: extra,
          },
        ],
      },
    ],
    'POST /v1/invoices': [
      { customer },
      { customer, collection_method: 'send_invoice', days_until_due: '7' },
      {},
    ],
    'POST /v1/invoices/create_preview': [
      { subscription },
      { customer, invoice_items: [{ amount: '700', currency: 'usd' }] },
      { customer, invoice_items: [{ price_data, quantity: '2' }] },
      { subscription, subscription_details: { items: [item] } },
      { customer, subscription_details: { items: [inline] } },
      {
        customer,
        schedule_details: {
          phases: [
            {
              start_date: 'now',
              items: [item],
              duration: recurring,
              add_invoice_items: [{ quantity: '2' }],
            },
          ],
        },
      },
      {
        customer,
        schedule_details: {
          phases: [
            { start_date: 'now', items: [item], duration: recurring, add_invoice_items: extra },
          ],
        },
      },
      {
        customer,
        schedule_details: {
          phases: [
            { start_date: 'now', items: [item], duration: recurring, add_invoice_items: timed },
          ],
        },
      },
    ],
    'POST /v1/invoiceitems': [
      { customer, amount: '700', currency: 'usd' },
      { customer, price_data, quantity: '2' },
      { customer, currency: 'usd', unit_amount: '7', quantity: '2' },
      { customer },
    ],
    'POST /v1/quotes': [{ customer, line_items: [item] }, { customer, line_items: [inline] }, {}],
    'POST /v1/quotes/:id': [{}, { line_items: [inline] }],
    'POST /v1/customer_sessions': [
      {
        customer,
        components: {
          payment_element: { enabled: 'true' },
          customer_sheet: { enabled: 'true' },
          mobile_payment_element: { enabled: 'true' },
        },
      },
    ],
    'POST /v1/payment_intents': [
      {
        amount: '700',
        currency: 'usd',
        payment_method: 'pm_card_visa',
        payment_method_types: ['card'],
        confirm: 'true',
      },
      {
        amount: '700',
        currency: 'usd',
        confirm: 'true',
        payment_method_types: ['us_bank_account'],
      },
      { amount: '700', currency: 'usd' },
      {
        amount: '700',
        currency: 'usd',
        payment_method: 'pm_card_visa',
        payment_method_types: ['card'],
        confirm: 'true',
        mandate_data,
      },
    ],
    'POST /v1/setup_intents': [
      {
        payment_method: 'pm_card_threeDSecure2Required',
        payment_method_types: ['card'],
        confirm: 'true',
      },
      { payment_method: 'pm_card_visa', payment_method_types: ['card'], confirm: 'true' },
      {
        payment_method: 'pm_card_visa',
        payment_method_types: ['card'],
        confirm: 'true',
        mandate_data,
      },
      {},
    ],
    'POST /v1/payment_methods': [
      { type: 'card', card: { number: '4242424242424242', exp_month: '1', exp_year: '2030' } },
      {
        type: 'us_bank_account',
        us_bank_account: { account_number: '000123456789', routing_number: '110000000' },
      },
      { type: 'sepa_debit', sepa_debit: { iban: 'DE89370400440532013000' } },
    ],
    'POST /v1/promotion_codes': [{ promotion: { type: 'coupon', coupon: world.coupon } }, {}],
    'POST /v1/coupons': [
      { percent_off: '10' },
      { amount_off: '100', currency: 'usd' },
      { percent_off: '10', duration: 'repeating', duration_in_months: '3' },
    ],
    'POST /v1/billing_portal/sessions': [
      { customer },
      {
        customer,
        configuration: world.portal,
        flow_data: {
          type: 'subscription_update_confirm',
          subscription_update_confirm: {
            subscription,
            items: [{ id: world.item, price: world.other }],
          },
        },
      },
    ],
    'POST /v1/billing_portal/configurations': [
      { features: { invoice_history: { enabled: 'true' } } },
      {
        features: {
          subscription_update: {
            enabled: 'true',
            default_allowed_updates: ['price'],
            products: [{ product, prices: [price] }],
          },
        },
      },
    ],
    'POST /v1/billing/meter_events': [
      { event_name: 'calls', payload: { stripe_customer_id: customer, value: '1' } },
    ],
  }
  return bases[endpoint] ?? [{}]
}

const mandate_data = {
  customer_acceptance: {
    type: 'online',
    online: { ip_address: '203.0.113.7', user_agent: 'a browser' },
  },
}
