/** Why parameters are not supported, by the last part of their names. */
export const REASONS: [reason: string, names: string[]][] = [
  [
    'Only cards, US bank accounts and SEPA debit can pay. Other payment methods have no options.',
    [
      ...['acss_debit', 'affirm', 'afterpay_clearpay', 'alipay', 'alma', 'amazon_pay'],
      ...['au_becs_debit', 'bacs_debit', 'bancontact', 'billie', 'bizum', 'blik', 'boleto'],
      ...['cashapp', 'crypto', 'custom', 'customer_balance', 'eps', 'fpx', 'giropay', 'grabpay'],
      ...['ideal', 'interac_present', 'kakao_pay', 'klarna', 'konbini', 'kr_card', 'link'],
      ...['mb_way', 'mobilepay', 'multibanco', 'naver_pay', 'nz_bank_account', 'oxxo', 'p24'],
      ...['pay_by_bank', 'payco', 'paynow', 'paypal', 'paypay', 'payto', 'pix', 'promptpay'],
      ...['revolut_pay', 'samsung_pay', 'satispay', 'scalapay', 'sequra', 'sofort', 'sunbit'],
      ...['swish', 'twint', 'upi', 'wechat_pay', 'zip', 'networks', 'wallet_options'],
      ...['excluded_payment_method_types', 'payment_method_configuration', 'permissions'],
      ...['payment_method_options', 'financial_connections_account', 'flow_directions'],
    ],
  ],
  [
    'Connect: there is one account.',
    [
      ...['account', 'application_fee_amount', 'application_fee_percent', 'attach_to_self'],
      ...['connect', 'customer_account', 'issuer', 'liability', 'on_behalf_of', 'payout'],
      ...['refund_application_fee', 'reverse_transfer', 'transfer_data', 'transfer_group'],
    ],
  ],
  [
    'Of clients: a page with Stripe.js confirms with it, and there is no Stripe.js here.',
    [
      ...['client_secret', 'confirmation_token', 'error_on_requires_action', 'return_url'],
      ...['integration_identifier', 'origin_context', 'single_use', 'use_stripe_sdk'],
    ],
  ],
  [
    'Card networks: fraud, statements and details for the issuer of a card are not simulated.',
    [
      ...['amount_details', 'enhanced_evidence', 'appeal', 'fraud_details', 'hooks'],
      ...['intended_submission_method', 'payment_details', 'radar_options'],
      ...['statement_descriptor', 'statement_descriptor_suffix'],
    ],
  ],
  [
    'Shipping: there are no shipping rates and no page that asks for an address.',
    [
      ...['package_dimensions', 'shipping', 'shipping_address_collection', 'shipping_cost'],
      ...['shipping_details', 'shipping_options', 'collected_information'],
    ],
  ],
  [
    'Other products: payment links, bank transfers, managed payments, adaptive pricing.',
    [
      ...['adaptive_pricing', 'cash_balance', 'instructions_email', 'managed_payments'],
      ...['origin', 'payment_link'],
    ],
  ],
  [
    'Looks: our pages, invoices and emails have one look.',
    [
      ...['branding_settings', 'email_type', 'name_collection', 'rendering'],
      ...['rendering_options', 'payment_method_remove', 'payment_method_save', 'tax_id'],
    ],
  ],
  [
    'Taxes are a table by country: no location by IP address, no tax ids of the account, no taxes that a request calculated itself.',
    ['account_tax_ids', 'tax', 'tax_amounts', 'tax_details', 'validate', 'tax_ids'],
  ],
  [
    'Previews and features that few accounts have.',
    [
      ...['billing_schedules', 'created', 'current_trial', 'dimension_payload_keys'],
      ...['feedback_option', 'feedback_options', 'flexible', 'pause_schedules', 'preview_mode'],
    ],
  ],
  [
    'The hosted page has no step for it: extra items, recovery of an expired session, a coupon that keeps a subscriber, an amount that the buyer chooses.',
    ['after_expiration', 'custom_unit_amount', 'optional_items', 'retention'],
  ],
  [
    'Legacy. Use payment methods, meters and one currency for each price.',
    ['billing_thresholds', 'default_source', 'currency_options', 'type'],
  ],
  [
    'Not done yet. Nothing that we bill depends on it.',
    [
      ...['allowed_payment_method_types', 'amount_to_confirm', 'automatically_finalizes_at'],
      ...['billing_details', 'currency', 'customer', 'effective_at', 'final_capture', 'forgive'],
      ...['from_invoice', 'id', 'invoice_settings', 'invoiceitem', 'invoicing_rules'],
      ...['line_items', 'mandate', 'metadata', 'number', 'pause', 'payment_intent_data'],
      ...['payment_method', 'payment_method_data', 'payment_settings', 'quantity_decimal'],
      ...['pending_invoice_item_interval', 'receipt_email', 'refund', 'refunds', 'resume_at'],
      ...['start_date', 'timestamp', 'unit_amount_decimal'],
    ],
  ],
]
