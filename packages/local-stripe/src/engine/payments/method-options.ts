/** The options of each type of payment method that an intent accepts, as the intent shows them. */
export const methodOptions = (types: string[]) =>
  Object.fromEntries(types.map((type) => [type, OPTIONS[type] ?? {}])) as never

/** The same for a setup intent. */
export const setupOptions = (types: string[]) =>
  Object.fromEntries(types.map((type) => [type, SETUP_OPTIONS[type] ?? {}])) as never

const card = { mandate_options: null, network: null, request_three_d_secure: 'automatic' }

const SETUP_OPTIONS: Record<string, object> = {
  card,
  us_bank_account: { verification_method: 'automatic' },
}

const OPTIONS: Record<string, object> = {
  ...SETUP_OPTIONS,
  card: { installments: null, ...card },
}
