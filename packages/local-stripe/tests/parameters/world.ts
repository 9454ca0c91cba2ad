import { monthlyPrice, payingCustomer, stripeInProcess } from '../../src/testing'

/** A local Stripe with objects of each kind, in several states. */
export type World = Awaited<ReturnType<typeof everyKind>>

export async function everyKind() {
  const { stripe, engine } = stripeInProcess()
  const clock = Math.floor(engine.clock.now().getTime() / 1000)
  const customer = await payingCustomer(stripe)
  const price = await monthlyPrice(stripe)
  const items = [{ price: price.id, quantity: 2 }]
  const line_items = items
  const rate = await stripe.taxRates.create({
    display_name: 'VAT',
    percentage: 19,
    inclusive: false,
  })
  await stripe.customers.createTaxId(customer.id, { type: 'eu_vat', value: 'DE123456789' })
  await stripe.customers.createBalanceTransaction(customer.id, { amount: -100, currency: 'usd' })
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' })
  await stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: coupon.id },
    code: 'TEN',
  })
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items })
  const other = await monthlyPrice(stripe, 900, 'other')
  const once = await stripe.prices.create({
    product: price.product as string,
    currency: 'usd',
    unit_amount: 300,
  })
  const paused = await stripe.subscriptions.create({
    customer: customer.id,
    items: [...items, { price: other.id }],
  })
  await stripe.subscriptions.pause(paused.id, { type: 'subscription' })
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: other.id }, ...items],
  })
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [...items, { price: other.id }],
    trial_period_days: 7,
  })
  const scheduled = await stripe.subscriptions.create({ customer: customer.id, items })
  await stripe.subscriptionSchedules.create({ from_subscription: scheduled.id })
  await stripe.invoiceItems.create({ customer: customer.id, amount: 700, currency: 'usd' })
  const draft = await stripe.invoices.create({ customer: customer.id })
  await stripe.invoiceItems.create({
    customer: customer.id,
    amount: 900,
    currency: 'usd',
    invoice: draft.id,
  })
  const open = await stripe.invoices.create({
    customer: customer.id,
    collection_method: 'send_invoice',
    days_until_due: 7,
  })
  await stripe.invoiceItems.create({
    customer: customer.id,
    amount: 5000,
    currency: 'usd',
    invoice: open.id,
  })
  await stripe.invoices.finalizeInvoice(open.id)
  await stripe.creditNotes.create({ invoice: open.id, amount: 100 })
  await stripe.quotes.create({ customer: customer.id, line_items })
  const quote = await stripe.quotes.create({ customer: customer.id, line_items })
  await stripe.quotes.finalizeQuote(quote.id)
  const cards = { payment_method: 'pm_card_visa', allowed_payment_method_types: ['card'] } as object
  await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', ...cards })
  await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    capture_method: 'manual',
    confirm: true,
    ...cards,
  })
  const paid = await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    ...cards,
  })
  await stripe.refunds.create({ payment_intent: paid.id, amount: 500 })
  await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_createDispute',
    allowed_payment_method_types: ['card'],
  } as never)
  const bank = await stripe.paymentMethods.create({
    type: 'us_bank_account',
    us_bank_account: {
      account_number: '000123456789',
      routing_number: '110000000',
      account_holder_type: 'individual',
    },
    billing_details: { name: 'Ada' },
  })
  const verified = {
    payment_method: bank.id,
    allowed_payment_method_types: ['us_bank_account'],
  } as object
  await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', confirm: true, ...verified })
  await stripe.setupIntents.create({ confirm: true, ...verified })
  const flagged = await stripe.paymentMethods.create({
    type: 'card',
    card: { number: '4000000000005423', exp_month: 1, exp_year: 2030, cvc: '123' },
  })
  await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    payment_method: flagged.id,
    allowed_payment_method_types: ['card'],
  } as never)
  await stripe.setupIntents.create({
    payment_method: 'pm_card_visa',
    allowed_payment_method_types: ['card'],
  } as never)
  await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items,
    success_url: 'http://x',
    customer: customer.id,
  })
  await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      {
        price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Book' } },
        quantity: 1,
      },
    ],
    success_url: 'http://x',
  })
  const portal = await stripe.billingPortal.configurations.create({
    features: {
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price', 'quantity', 'promotion_code'],
        products: [
          { product: price.product as string, prices: [price.id] },
          { product: other.product as string, prices: [other.id] },
        ],
      },
    },
  })
  await stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  })
  await stripe.billing.meterEvents.create({
    event_name: 'calls',
    identifier: 'call_1',
    payload: { stripe_customer_id: customer.id, value: '1' },
  })
  const feature = await stripe.entitlements.features.create({ name: 'SSO', lookup_key: 'sso' })
  await stripe.products.createFeature(price.product as string, { entitlement_feature: feature.id })
  await stripe.webhookEndpoints.create({ url: 'https://shop.example/hook', enabled_events: ['*'] })
  await stripe.testHelpers.testClocks.create({ frozen_time: clock })
  const ids = Object.values(engine.store.dump())
    .flat()
    .flatMap((each) => ((each as { id?: string }).id ? [(each as { id: string }).id] : []))
  const subscriptionItems = engine.store.subscriptions
    .all()
    .flatMap((each) => each.items.data.map(({ id }) => id))
  const withPrefix = (prefix: string) =>
    [...ids, ...subscriptionItems].filter((id) => id.startsWith(prefix))
  return {
    engine,
    customer: customer.id,
    price: price.id,
    product: price.product as string,
    subscription: subscription.id,
    coupon: coupon.id,
    invoice: open.id,
    bank: bank.id,
    draftLine: engine.store.invoices.get(draft.id)?.lines.data[0]?.id ?? '',
    intent: paid.id,
    item: subscription.items.data[0]?.id ?? '',
    other: other.id,
    portal: portal.id,
    once: once.id,
    rate: rate.id,
    /** The ids that a parameter with this name can have. */
    idsFor: (name: string): string[] => {
      if (name === 'coupon') return [coupon.id]
      const prefix = PREFIXES[name]
      return prefix ? withPrefix(prefix) : []
    },
    /** The ids that can follow this part of a path. */
    idsAt: (part: string): string[] => {
      if (part === 'coupons') return [coupon.id]
      const prefix = OF_PATHS[part]
      return prefix ? withPrefix(prefix) : []
    },
  }
}

const PREFIXES: Record<string, string> = {
  charge: 'ch_',
  configuration: 'bpc_',
  customer: 'cus_',
  default_payment_method: 'pm_',
  default_price: 'price_',
  default_tax_rates: 'txr_',
  entitlement_feature: 'feat_',
  from_subscription: 'sub_',
  id: 'si_',
  invoice: 'in_',
  meter: 'mtr_',
  payment_intent: 'pi_',
  payment_method: 'pm_',
  plan: 'price_',
  price: 'price_',
  product: 'prod_',
  promotion_code: 'promo_',
  quote: 'qt_',
  schedule: 'sub_sched_',
  subscription: 'sub_',
  tax_rates: 'txr_',
  test_clock: 'clock_',
}
const OF_PATHS: Record<string, string> = {
  balance_transactions: 'txn_',
  charges: 'ch_',
  configurations: 'bpc_',
  credit_notes: 'cn_',
  customers: 'cus_',
  disputes: 'du_',
  early_fraud_warnings: 'issfr_',
  events: 'evt_',
  features: 'feat_',
  invoice_payments: 'inpay_',
  invoiceitems: 'ii_',
  invoices: 'in_',
  meters: 'mtr_',
  payment_intents: 'pi_',
  payment_methods: 'pm_',
  payment_pages: 'cs_',
  payment_records: 'pr_',
  plans: 'price_',
  prices: 'price_',
  products: 'prod_',
  promotion_codes: 'promo_',
  quotes: 'qt_',
  refunds: 're_',
  sessions: 'cs_',
  setup_intents: 'seti_',
  subscription_items: 'si_',
  subscription_schedules: 'sub_sched_',
  subscriptions: 'sub_',
  tax_ids: 'txi_',
  tax_rates: 'txr_',
  test_clocks: 'clock_',
  webhook_endpoints: 'we_',
}
