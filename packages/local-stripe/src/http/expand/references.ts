// `npm run support` writes this file from the types of the SDK.

/** The kind of object that each endpoint answers with. `[]` is a list, `!` a deleted object. */
export const ANSWERS = `
DELETE /v1/coupons/:id: coupon!
DELETE /v1/customers/:id/tax_ids/:child: tax_id!
DELETE /v1/customers/:id: customer!
DELETE /v1/invoiceitems/:id: invoiceitem!
DELETE /v1/invoices/:id: invoice!
DELETE /v1/plans/:id: plan!
DELETE /v1/products/:id/features/:child: product_feature!
DELETE /v1/products/:id: product!
DELETE /v1/subscription_items/:id: subscription_item!
DELETE /v1/subscriptions/:id/discount: discount!
DELETE /v1/subscriptions/:id: subscription
DELETE /v1/tax_ids/:id: tax_id!
DELETE /v1/test_helpers/test_clocks/:id: test_helpers.test_clock!
DELETE /v1/webhook_endpoints/:id: webhook_endpoint!
GET /v1/balance_transactions/:id: balance_transaction
GET /v1/balance_transactions[]: balance_transaction
GET /v1/billing/meters/:id/event_summaries[]: billing.meter_event_summary
GET /v1/billing/meters/:id: billing.meter
GET /v1/billing/meters[]: billing.meter
GET /v1/billing_portal/configurations/:id: billing_portal.configuration
GET /v1/billing_portal/configurations[]: billing_portal.configuration
GET /v1/charges/:id: charge
GET /v1/charges/search[]: charge
GET /v1/charges[]: charge
GET /v1/checkout/sessions/:id/line_items[]: item
GET /v1/checkout/sessions/:id: checkout.session
GET /v1/checkout/sessions[]: checkout.session
GET /v1/coupons/:id: coupon
GET /v1/coupons[]: coupon
GET /v1/credit_notes/:id/lines[]: credit_note_line_item
GET /v1/credit_notes/:id: credit_note
GET /v1/credit_notes/preview: credit_note
GET /v1/credit_notes[]: credit_note
GET /v1/customers/:id/balance_transactions[]: customer_balance_transaction
GET /v1/customers/:id/payment_methods/:child: payment_method
GET /v1/customers/:id/payment_methods[]: payment_method
GET /v1/customers/:id/tax_ids/:child: tax_id
GET /v1/customers/:id/tax_ids[]: tax_id
GET /v1/customers/:id: customer customer!
GET /v1/customers/search[]: customer
GET /v1/customers[]: customer
GET /v1/disputes/:id: dispute
GET /v1/disputes[]: dispute
GET /v1/entitlements/active_entitlements[]: entitlements.active_entitlement
GET /v1/entitlements/features/:id: entitlements.feature
GET /v1/entitlements/features[]: entitlements.feature
GET /v1/events/:id.data.object: application bank_account card account application_fee fee_refund balance balance_settings capability cash_balance charge dispute refund coupon credit_note customer discount source subscription tax_id customer_cash_balance_transaction file invoice invoice_payment invoiceitem mandate payment_intent payment_link payment_method payout person plan price product promotion_code quote review setup_intent source_mandate_notification source_transaction subscription_schedule tax_rate topup transfer
GET /v1/events[]:
GET /v1/invoice_payments/:id: invoice_payment
GET /v1/invoice_payments[]: invoice_payment
GET /v1/invoiceitems/:id: invoiceitem
GET /v1/invoiceitems[]: invoiceitem
GET /v1/invoices/:id/lines[]: line_item
GET /v1/invoices/:id: invoice
GET /v1/invoices/search[]: invoice
GET /v1/invoices[]: invoice
GET /v1/mandates/:id: mandate
GET /v1/payment_intents/:id: payment_intent
GET /v1/payment_intents/search[]: payment_intent
GET /v1/payment_intents[]: payment_intent
GET /v1/payment_methods/:id: payment_method
GET /v1/payment_methods[]: payment_method
GET /v1/payment_records/:id: payment_record
GET /v1/plans/:id: plan
GET /v1/plans[]: plan
GET /v1/prices/:id: price
GET /v1/prices/search[]: price
GET /v1/prices[]: price
GET /v1/products/:id/features[]: product_feature
GET /v1/products/:id: product
GET /v1/products/search[]: product
GET /v1/products[]: product
GET /v1/promotion_codes/:id: promotion_code
GET /v1/promotion_codes[]: promotion_code
GET /v1/quotes/:id/computed_upfront_line_items[]: item
GET /v1/quotes/:id/line_items[]: item
GET /v1/quotes/:id: quote
GET /v1/quotes[]: quote
GET /v1/radar/early_fraud_warnings/:id: radar.early_fraud_warning
GET /v1/radar/early_fraud_warnings[]: radar.early_fraud_warning
GET /v1/refunds/:id: refund
GET /v1/refunds[]: refund
GET /v1/setup_intents/:id: setup_intent
GET /v1/setup_intents[]: setup_intent
GET /v1/subscription_items/:id: subscription_item
GET /v1/subscription_items[]: subscription_item
GET /v1/subscription_schedules/:id: subscription_schedule
GET /v1/subscription_schedules[]: subscription_schedule
GET /v1/subscriptions/:id: subscription
GET /v1/subscriptions/search[]: subscription
GET /v1/subscriptions[]: subscription
GET /v1/tax_ids/:id: tax_id
GET /v1/tax_ids[]: tax_id
GET /v1/tax_rates/:id: tax_rate
GET /v1/tax_rates[]: tax_rate
GET /v1/test_helpers/test_clocks/:id: test_helpers.test_clock
GET /v1/test_helpers/test_clocks[]: test_helpers.test_clock
GET /v1/webhook_endpoints/:id: webhook_endpoint
GET /v1/webhook_endpoints[]: webhook_endpoint
POST /v1/billing/meter_event_adjustments: billing.meter_event_adjustment
POST /v1/billing/meter_events: billing.meter_event
POST /v1/billing/meters/:id/deactivate: billing.meter
POST /v1/billing/meters/:id/reactivate: billing.meter
POST /v1/billing/meters/:id: billing.meter
POST /v1/billing/meters: billing.meter
POST /v1/billing_portal/configurations/:id: billing_portal.configuration
POST /v1/billing_portal/configurations: billing_portal.configuration
POST /v1/billing_portal/sessions: billing_portal.session
POST /v1/charges/:id: charge
POST /v1/checkout/sessions/:id/expire: checkout.session
POST /v1/checkout/sessions/:id: checkout.session
POST /v1/checkout/sessions: checkout.session
POST /v1/coupons/:id: coupon
POST /v1/coupons: coupon
POST /v1/credit_notes/:id/void: credit_note
POST /v1/credit_notes/:id: credit_note
POST /v1/credit_notes: credit_note
POST /v1/customer_sessions: customer_session
POST /v1/customers/:id/balance_transactions: customer_balance_transaction
POST /v1/customers/:id/tax_ids: tax_id
POST /v1/customers/:id: customer
POST /v1/customers: customer
POST /v1/disputes/:id/close: dispute
POST /v1/disputes/:id: dispute
POST /v1/entitlements/features/:id: entitlements.feature
POST /v1/entitlements/features: entitlements.feature
POST /v1/invoiceitems/:id: invoiceitem
POST /v1/invoiceitems: invoiceitem
POST /v1/invoices/:id/add_lines: invoice
POST /v1/invoices/:id/attach_payment: invoice
POST /v1/invoices/:id/finalize: invoice
POST /v1/invoices/:id/lines/:child: line_item
POST /v1/invoices/:id/mark_uncollectible: invoice
POST /v1/invoices/:id/pay: invoice
POST /v1/invoices/:id/remove_lines: invoice
POST /v1/invoices/:id/send: invoice
POST /v1/invoices/:id/update_lines: invoice
POST /v1/invoices/:id/void: invoice
POST /v1/invoices/:id: invoice
POST /v1/invoices/create_preview: invoice
POST /v1/invoices: invoice
POST /v1/payment_intents/:id/cancel: payment_intent
POST /v1/payment_intents/:id/capture: payment_intent
POST /v1/payment_intents/:id/confirm: payment_intent
POST /v1/payment_intents/:id/verify_microdeposits: payment_intent
POST /v1/payment_intents/:id: payment_intent
POST /v1/payment_intents: payment_intent
POST /v1/payment_methods/:id/attach: payment_method
POST /v1/payment_methods/:id/detach: payment_method
POST /v1/payment_methods/:id: payment_method
POST /v1/payment_methods: payment_method
POST /v1/payment_records/report_payment: payment_record
POST /v1/plans/:id: plan
POST /v1/plans: plan
POST /v1/prices/:id: price
POST /v1/prices: price
POST /v1/products/:id/features: product_feature
POST /v1/products/:id: product
POST /v1/products: product
POST /v1/promotion_codes/:id: promotion_code
POST /v1/promotion_codes: promotion_code
POST /v1/quotes/:id/accept: quote
POST /v1/quotes/:id/cancel: quote
POST /v1/quotes/:id/finalize: quote
POST /v1/quotes/:id: quote
POST /v1/quotes: quote
POST /v1/refunds/:id: refund
POST /v1/refunds: refund
POST /v1/setup_intents/:id/cancel: setup_intent
POST /v1/setup_intents/:id/confirm: setup_intent
POST /v1/setup_intents/:id/verify_microdeposits: setup_intent
POST /v1/setup_intents/:id: setup_intent
POST /v1/setup_intents: setup_intent
POST /v1/subscription_items/:id: subscription_item
POST /v1/subscription_items: subscription_item
POST /v1/subscription_schedules/:id/cancel: subscription_schedule
POST /v1/subscription_schedules/:id/release: subscription_schedule
POST /v1/subscription_schedules/:id: subscription_schedule
POST /v1/subscription_schedules: subscription_schedule
POST /v1/subscriptions/:id/pause: subscription
POST /v1/subscriptions/:id/resume: subscription
POST /v1/subscriptions/:id: subscription
POST /v1/subscriptions: subscription
POST /v1/tax_ids: tax_id
POST /v1/tax_rates/:id: tax_rate
POST /v1/tax_rates: tax_rate
POST /v1/test_helpers/test_clocks/:id/advance: test_helpers.test_clock
POST /v1/test_helpers/test_clocks: test_helpers.test_clock
POST /v1/webhook_endpoints/:id: webhook_endpoint
POST /v1/webhook_endpoints: webhook_endpoint
`

/** The fields of each kind of object that can be expanded, and the kinds that they can become. */
export const REFERENCES = `
account company.verification.document.back: file
account company.verification.document.front: file
account external_accounts[]: bank_account card
account individual: person
account settings.branding.icon: file
account settings.branding.logo: file
account settings.invoices.default_account_tax_ids: tax_id
application_fee account: account
application_fee application: application
application_fee balance_transaction: balance_transaction
application_fee charge: charge
application_fee originating_transaction: charge
application_fee refunds[]: fee_refund
balance_transaction source: application_fee charge connect_collection_transfer customer_cash_balance_transaction dispute fee_refund issuing.authorization issuing.dispute issuing.transaction payout refund reserve_transaction tax_deducted_at_source topup transfer transfer_reversal
bank_account account: account
bank_account customer: customer customer!
billing.credit_balance_transaction credit.credits_application_invoice_voided.invoice: invoice
billing.credit_balance_transaction credit_grant: billing.credit_grant
billing.credit_balance_transaction debit.credits_applied.invoice: invoice
billing.credit_balance_transaction test_clock: test_helpers.test_clock
billing.credit_grant customer: customer customer!
billing.credit_grant test_clock: test_helpers.test_clock
billing_portal.configuration application: application application!
billing_portal.configuration features.subscription_cancel.cancellation_reason.feedback_options: billing.feedback_option
billing_portal.configuration features.subscription_update.products:
billing_portal.session configuration: billing_portal.configuration
capability account: account
card account: account
card customer: customer customer!
charge application: application
charge application_fee: application_fee
charge balance_transaction: balance_transaction
charge customer: customer customer!
charge failure_balance_transaction: balance_transaction
charge on_behalf_of: account
charge payment_intent: payment_intent
charge payment_method_details.bancontact.generated_sepa_debit: payment_method
charge payment_method_details.bancontact.generated_sepa_debit_mandate: mandate
charge payment_method_details.card.mandate: mandate
charge payment_method_details.ideal.generated_sepa_debit: payment_method
charge payment_method_details.ideal.generated_sepa_debit_mandate: mandate
charge payment_method_details.sofort.generated_sepa_debit: payment_method
charge payment_method_details.sofort.generated_sepa_debit_mandate: mandate
charge payment_method_details.us_bank_account.mandate: mandate
charge refunds[]: refund
charge review: review
charge source: account bank_account card source
charge source_transfer: transfer
charge transfer: transfer
charge transfer_data.destination: account
checkout.session automatic_tax.liability.account: account
checkout.session customer: customer customer!
checkout.session discounts.coupon: coupon
checkout.session discounts.promotion_code: promotion_code
checkout.session invoice: invoice
checkout.session invoice_creation.invoice_data.account_tax_ids: tax_id tax_id!
checkout.session invoice_creation.invoice_data.issuer.account: account
checkout.session line_items[]: item
checkout.session payment_intent: payment_intent
checkout.session payment_link: payment_link
checkout.session setup_intent: setup_intent
checkout.session shipping_cost.shipping_rate: shipping_rate
checkout.session shipping_cost.taxes.rate: tax_rate
checkout.session shipping_options.shipping_rate: shipping_rate
checkout.session subscription: subscription
checkout.session total_details.breakdown.discounts.discount: discount
checkout.session total_details.breakdown.taxes.rate: tax_rate
checkout.session total_details.breakdown:
connect_collection_transfer destination: account
coupon applies_to:
coupon currency_options:
credit_note customer: customer customer!
credit_note customer_balance_transaction: customer_balance_transaction
credit_note discount_amounts.discount: discount discount!
credit_note invoice: invoice
credit_note lines[]: credit_note_line_item
credit_note pretax_credit_amounts.credit_balance_transaction: billing.credit_balance_transaction
credit_note pretax_credit_amounts.discount: discount discount!
credit_note refunds.refund: refund
credit_note shipping_cost.shipping_rate: shipping_rate
credit_note shipping_cost.taxes.rate: tax_rate
credit_note_line_item discount_amounts.discount: discount discount!
credit_note_line_item pretax_credit_amounts.credit_balance_transaction: billing.credit_balance_transaction
credit_note_line_item pretax_credit_amounts.discount: discount discount!
credit_note_line_item tax_rates: tax_rate
customer cash_balance: cash_balance
customer default_source: account bank_account card source
customer discount: discount
customer invoice_credit_balance:
customer invoice_settings.default_payment_method: payment_method
customer sources[]: account bank_account card source
customer subscriptions[]: subscription
customer tax:
customer tax_ids[]: tax_id
customer test_clock: test_helpers.test_clock
customer_balance_transaction checkout_session: checkout.session
customer_balance_transaction credit_note: credit_note
customer_balance_transaction customer: customer
customer_balance_transaction invoice: invoice
customer_cash_balance_transaction adjusted_for_overdraft.balance_transaction: balance_transaction
customer_cash_balance_transaction adjusted_for_overdraft.linked_transaction: customer_cash_balance_transaction
customer_cash_balance_transaction applied_to_payment.payment_intent: payment_intent
customer_cash_balance_transaction customer: customer
customer_cash_balance_transaction refunded_from_payment.refund: refund
customer_cash_balance_transaction transferred_to_balance.balance_transaction: balance_transaction
customer_cash_balance_transaction unapplied_from_payment.payment_intent: payment_intent
customer_session customer: customer
discount customer: customer customer!
discount promotion_code: promotion_code
discount source.coupon: coupon
discount! customer: customer customer!
discount! promotion_code: promotion_code
discount! source.coupon: coupon
dispute balance_transactions: balance_transaction
dispute charge: charge
dispute evidence.cancellation_policy: file
dispute evidence.customer_communication: file
dispute evidence.customer_signature: file
dispute evidence.duplicate_charge_documentation: file
dispute evidence.receipt: file
dispute evidence.refund_policy: file
dispute evidence.service_documentation: file
dispute evidence.shipping_documentation: file
dispute evidence.uncategorized_file: file
dispute payment_intent: payment_intent
entitlements.active_entitlement feature: entitlements.feature
fee_refund balance_transaction: balance_transaction
fee_refund fee: application_fee
file links[]: file_link
file_link file: file
invoice account_tax_ids: tax_id tax_id!
invoice application: application application!
invoice automatic_tax.liability.account: account
invoice confirmation_secret:
invoice customer: customer customer!
invoice default_payment_method: payment_method
invoice default_source: account bank_account card source
invoice default_tax_rates: tax_rate
invoice discounts: discount discount!
invoice from_invoice.invoice: invoice
invoice issuer.account: account
invoice last_finalization_error.payment_intent: payment_intent
invoice last_finalization_error.payment_method: payment_method
invoice last_finalization_error.setup_intent: setup_intent
invoice last_finalization_error.source: account bank_account card source
invoice latest_revision: invoice
invoice lines[]: line_item
invoice on_behalf_of: account
invoice parent.subscription_details.subscription: subscription
invoice payments[]: invoice_payment
invoice shipping_cost.shipping_rate: shipping_rate
invoice shipping_cost.taxes.rate: tax_rate
invoice test_clock: test_helpers.test_clock
invoice total_discount_amounts.discount: discount discount!
invoice total_pretax_credit_amounts.credit_balance_transaction: billing.credit_balance_transaction
invoice total_pretax_credit_amounts.discount: discount discount!
invoice_payment invoice: invoice invoice!
invoice_payment payment.charge: charge
invoice_payment payment.payment_intent: payment_intent
invoice_payment payment.payment_record: payment_record
invoiceitem customer: customer customer!
invoiceitem discounts: discount
invoiceitem invoice: invoice
invoiceitem pricing.price_details.price: price
invoiceitem proration_details.discount_amounts.discount: discount discount!
invoiceitem tax_rates: tax_rate
invoiceitem test_clock: test_helpers.test_clock
issuing.authorization balance_transactions: balance_transaction
issuing.authorization card: issuing.card
issuing.authorization cardholder: issuing.cardholder
issuing.authorization token: issuing.token
issuing.authorization transactions: issuing.transaction
issuing.card cardholder: issuing.cardholder
issuing.card personalization_design: issuing.personalization_design
issuing.card replaced_by: issuing.card
issuing.card replacement_for: issuing.card
issuing.cardholder individual.verification.document.back: file
issuing.cardholder individual.verification.document.front: file
issuing.dispute balance_transactions: balance_transaction
issuing.dispute evidence.canceled.additional_documentation: file
issuing.dispute evidence.duplicate.additional_documentation: file
issuing.dispute evidence.duplicate.card_statement: file
issuing.dispute evidence.duplicate.cash_receipt: file
issuing.dispute evidence.duplicate.check_image: file
issuing.dispute evidence.fraudulent.additional_documentation: file
issuing.dispute evidence.merchandise_not_as_described.additional_documentation: file
issuing.dispute evidence.no_valid_authorization.additional_documentation: file
issuing.dispute evidence.not_received.additional_documentation: file
issuing.dispute evidence.other.additional_documentation: file
issuing.dispute evidence.service_not_as_described.additional_documentation: file
issuing.dispute transaction: issuing.transaction
issuing.personalization_design card_logo: file
issuing.personalization_design physical_bundle: issuing.physical_bundle
issuing.token card: issuing.card
issuing.transaction authorization: issuing.authorization
issuing.transaction balance_transaction: balance_transaction
issuing.transaction card: issuing.card
issuing.transaction cardholder: issuing.cardholder
issuing.transaction dispute: issuing.dispute
issuing.transaction token: issuing.token
item discounts.discount: discount
item price: price
item taxes.rate: tax_rate
line_item discount_amounts.discount: discount discount!
line_item discounts: discount
line_item pretax_credit_amounts.credit_balance_transaction: billing.credit_balance_transaction
line_item pretax_credit_amounts.discount: discount discount!
line_item pricing.price_details.price: price
line_item subscription: subscription
mandate payment_method: payment_method
payment_intent amount_details.line_items[]: payment_intent_amount_details_line_item
payment_intent application: application
payment_intent customer: customer customer!
payment_intent last_payment_error.payment_intent: payment_intent
payment_intent last_payment_error.payment_method: payment_method
payment_intent last_payment_error.setup_intent: setup_intent
payment_intent last_payment_error.source: account bank_account card source
payment_intent latest_charge: charge
payment_intent on_behalf_of: account
payment_intent payment_method: payment_method
payment_intent payment_record: payment_record
payment_intent review: review
payment_intent source: account bank_account card source bank_account! card!
payment_intent transfer_data.destination: account
payment_link application: application application!
payment_link automatic_tax.liability.account: account
payment_link invoice_creation.invoice_data.account_tax_ids: tax_id tax_id!
payment_link invoice_creation.invoice_data.issuer.account: account
payment_link line_items[]: item
payment_link on_behalf_of: account
payment_link shipping_options.shipping_rate: shipping_rate
payment_link subscription_data.invoice_settings.account_tax_ids: tax_id tax_id!
payment_link subscription_data.invoice_settings.issuer.account: account
payment_link transfer_data.destination: account
payment_method card.generated_from.setup_attempt: setup_attempt
payment_method customer: customer
payment_method sepa_debit.generated_from.charge: charge
payment_method sepa_debit.generated_from.setup_attempt: setup_attempt
payment_record payment_method_details.bancontact.generated_sepa_debit: payment_method
payment_record payment_method_details.bancontact.generated_sepa_debit_mandate: mandate
payment_record payment_method_details.ideal.generated_sepa_debit: payment_method
payment_record payment_method_details.ideal.generated_sepa_debit_mandate: mandate
payment_record payment_method_details.sofort.generated_sepa_debit: payment_method
payment_record payment_method_details.sofort.generated_sepa_debit_mandate: mandate
payment_record payment_method_details.us_bank_account.mandate: mandate
payout application_fee: application_fee
payout balance_transaction: balance_transaction
payout destination: bank_account card bank_account! card!
payout failure_balance_transaction: balance_transaction
payout original_payout: payout
payout reversed_by: payout
person verification.additional_document.back: file
person verification.additional_document.front: file
person verification.document.back: file
person verification.document.front: file
plan product: product product!
price currency_options:
price product: product product!
price tiers:
product default_price: price
product tax_code: tax_code
product_feature entitlement_feature: entitlements.feature
promotion_code customer: customer customer!
promotion_code promotion.coupon: coupon
quote application: application application!
quote automatic_tax.liability.account: account
quote computed.recurring.total_details.breakdown.discounts.discount: discount
quote computed.recurring.total_details.breakdown.taxes.rate: tax_rate
quote computed.recurring.total_details.breakdown:
quote computed.upfront.line_items[]: item
quote computed.upfront.total_details.breakdown.discounts.discount: discount
quote computed.upfront.total_details.breakdown.taxes.rate: tax_rate
quote computed.upfront.total_details.breakdown:
quote customer: customer customer!
quote default_tax_rates: tax_rate
quote discounts: discount
quote from_quote.quote: quote
quote invoice: invoice invoice!
quote invoice_settings.issuer.account: account
quote line_items[]: item
quote on_behalf_of: account
quote subscription: subscription
quote subscription_schedule: subscription_schedule
quote test_clock: test_helpers.test_clock
quote total_details.breakdown.discounts.discount: discount
quote total_details.breakdown.taxes.rate: tax_rate
quote total_details.breakdown:
quote transfer_data.destination: account
radar.early_fraud_warning charge: charge
radar.early_fraud_warning payment_intent: payment_intent
refund balance_transaction: balance_transaction
refund charge: charge
refund customer: customer customer!
refund failure_balance_transaction: balance_transaction
refund payment_intent: payment_intent
refund payment_method: payment_method
refund source_transfer_reversal: transfer_reversal
refund transfer_reversal: transfer_reversal
review charge: charge
review payment_intent: payment_intent
setup_attempt application: application
setup_attempt customer: customer customer!
setup_attempt on_behalf_of: account
setup_attempt payment_method: payment_method
setup_attempt payment_method_details.bancontact.generated_sepa_debit: payment_method
setup_attempt payment_method_details.bancontact.generated_sepa_debit_mandate: mandate
setup_attempt payment_method_details.card_present.generated_card: payment_method
setup_attempt payment_method_details.ideal.generated_sepa_debit: payment_method
setup_attempt payment_method_details.ideal.generated_sepa_debit_mandate: mandate
setup_attempt payment_method_details.sofort.generated_sepa_debit: payment_method
setup_attempt payment_method_details.sofort.generated_sepa_debit_mandate: mandate
setup_attempt setup_error.payment_intent: payment_intent
setup_attempt setup_error.payment_method: payment_method
setup_attempt setup_error.setup_intent: setup_intent
setup_attempt setup_error.source: account bank_account card source
setup_attempt setup_intent: setup_intent
setup_intent application: application
setup_intent customer: customer customer!
setup_intent last_setup_error.payment_intent: payment_intent
setup_intent last_setup_error.payment_method: payment_method
setup_intent last_setup_error.setup_intent: setup_intent
setup_intent last_setup_error.source: account bank_account card source
setup_intent latest_attempt: setup_attempt
setup_intent mandate: mandate
setup_intent on_behalf_of: account
setup_intent payment_method: payment_method
setup_intent single_use_mandate: mandate
shipping_rate tax_code: tax_code
source_mandate_notification source: source
subscription application: application application!
subscription automatic_tax.liability.account: account
subscription billing_schedules.applies_to.price: price
subscription cancellation_details.feedback_option: billing.feedback_option
subscription customer: customer customer!
subscription default_payment_method: payment_method
subscription default_source: account bank_account card source
subscription default_tax_rates: tax_rate
subscription discounts: discount
subscription invoice_settings.account_tax_ids: tax_id tax_id!
subscription invoice_settings.issuer.account: account
subscription items[]: subscription_item
subscription latest_invoice: invoice
subscription on_behalf_of: account
subscription pending_setup_intent: setup_intent
subscription pending_update.discount: discount
subscription pending_update.discounts: discount
subscription pending_update.subscription_items: subscription_item
subscription schedule: subscription_schedule
subscription test_clock: test_helpers.test_clock
subscription transfer_data.destination: account
subscription_item discounts: discount
subscription_item plan: plan
subscription_item price: price
subscription_item tax_rates: tax_rate
subscription_schedule application: application application!
subscription_schedule customer: customer customer!
subscription_schedule default_settings.automatic_tax.liability.account: account
subscription_schedule default_settings.default_payment_method: payment_method
subscription_schedule default_settings.invoice_settings.account_tax_ids: tax_id tax_id!
subscription_schedule default_settings.invoice_settings.issuer.account: account
subscription_schedule default_settings.on_behalf_of: account
subscription_schedule default_settings.transfer_data.destination: account
subscription_schedule phases.add_invoice_items.discounts.coupon: coupon
subscription_schedule phases.add_invoice_items.discounts.discount: discount
subscription_schedule phases.add_invoice_items.discounts.promotion_code: promotion_code
subscription_schedule phases.add_invoice_items.price: price price!
subscription_schedule phases.add_invoice_items.tax_rates: tax_rate
subscription_schedule phases.automatic_tax.liability.account: account
subscription_schedule phases.default_payment_method: payment_method
subscription_schedule phases.default_tax_rates: tax_rate
subscription_schedule phases.discounts.coupon: coupon
subscription_schedule phases.discounts.discount: discount
subscription_schedule phases.discounts.promotion_code: promotion_code
subscription_schedule phases.invoice_settings.account_tax_ids: tax_id tax_id!
subscription_schedule phases.invoice_settings.issuer.account: account
subscription_schedule phases.items.discounts.coupon: coupon
subscription_schedule phases.items.discounts.discount: discount
subscription_schedule phases.items.discounts.promotion_code: promotion_code
subscription_schedule phases.items.plan: plan plan!
subscription_schedule phases.items.price: price price!
subscription_schedule phases.items.tax_rates: tax_rate
subscription_schedule phases.on_behalf_of: account
subscription_schedule phases.transfer_data.destination: account
subscription_schedule subscription: subscription
subscription_schedule test_clock: test_helpers.test_clock
tax_id customer: customer
tax_id owner.account: account
tax_id owner.application: application
tax_id owner.customer: customer
topup balance_transaction: balance_transaction
topup payment_method: payment_method
topup source: source
transfer balance_transaction: balance_transaction
transfer destination: account
transfer destination_payment: charge
transfer reversals[]: transfer_reversal
transfer source_transaction: charge
transfer_reversal balance_transaction: balance_transaction
transfer_reversal destination_payment_refund: refund
transfer_reversal source_refund: refund
transfer_reversal transfer: transfer
`
