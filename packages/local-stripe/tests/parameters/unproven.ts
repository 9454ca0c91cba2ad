/** Accepted parameters of which no request shows an effect, and why. */
export const UNPROVEN = [
  // An empty hash.
  'POST /v1/payment_intents mandate_data.customer_acceptance.offline',
  'POST /v1/payment_intents/:id/confirm mandate_data.customer_acceptance.offline',
  'POST /v1/setup_intents mandate_data.customer_acceptance.offline',
  'POST /v1/setup_intents/:id/confirm mandate_data.customer_acceptance.offline',
  // They have one possible value.
  'POST /v1/billing/meter_event_adjustments type',
  'POST /v1/payment_records/report_payment payment_method_details.type',
  'POST /v1/payment_records/report_payment processor_details.type',
  'POST /v1/promotion_codes promotion.type',
  'POST /v1/subscriptions/:id/pause type',
  // It has no effect on a price with a meter, at Stripe either. All metered prices have one.
  'POST /v1/subscription_items/:id clear_usage',
  // A payment record has no field for these times.
  'POST /v1/payment_records/report_payment canceled.canceled_at',
  'POST /v1/payment_records/report_payment failed.failed_at',
  'POST /v1/payment_records/report_payment guaranteed.guaranteed_at',
  'POST /v1/payment_records/report_payment initiated_at',
  // The previewed invoice is that of one phase, which these don't change.
  'POST /v1/invoices/create_preview schedule_details.phases.billing_cycle_anchor',
  'POST /v1/invoices/create_preview schedule_details.phases.description',
  'POST /v1/invoices/create_preview schedule_details.phases.proration_behavior',
]
