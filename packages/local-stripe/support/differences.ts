/** What an endpoint does otherwise than Stripe, apart from the parameters it does not support. */
export const DIFFERENCES: Record<string, string> = {
  'POST /v1/customers/:id': 'as for create; `balance` is set without a balance transaction',
  'POST /v1/tax_rates/:id': 'objects that have the rate show it as it was',
  'POST /v1/tax_ids':
    'checks only that the value begins like one of the type; owners `account` and `application` are the account itself',
  'POST /v1/customers/:id/tax_ids': 'as for `POST /v1/tax_ids`',
  'GET /v1/payment_pages/:id': 'not documented by Stripe: the CLI pays through it',
  'POST /v1/payment_pages/:id/confirm': 'as above',
  'GET /v1/subscriptions': 'an unknown customer has none; Stripe answers 400',
  'POST /v1/invoices/:id/update_lines':
    'of a subscription’s line only what the invoice itself has: amount, description, period, metadata',
  'POST /v1/invoices/:id/lines/:child': 'as above',
  'GET /v2/core/events': 'only the reports on meter events that could not be billed; one page',
  'GET /v2/core/events/:id': 'as for the list',
  'POST /v1/payment_methods': 'cards, US bank accounts and SEPA debit',
  'POST /v1/payment_records/report_payment':
    'only payments outside of Stripe (`custom`); no payment attempt records',
  'POST /v1/payment_intents/:id':
    'changes the amount, customer, description, metadata, payment method and `setup_future_usage`; the rest stays',
  'POST /v1/payment_intents/:id/verify_microdeposits':
    'Stripe’s test values; the hosted page only asks for approval',
  'POST /v1/setup_intents': '`payment_method_data` is refused as unknown',
  'POST /v1/setup_intents/:id':
    'changes the customer, description, metadata and payment method; the rest stays',
  'POST /v1/setup_intents/:id/verify_microdeposits': 'as for payment intents',
  'GET /v1/balance_transactions': 'of charges, refunds and disputes; always `pending`',
  'GET /v1/balance_transactions/:id': 'as for the list',
  'POST /v1/billing_portal/configurations': 'a login page has no URL',
  'POST /v1/billing_portal/configurations/:id': 'a login page has no URL',
}
