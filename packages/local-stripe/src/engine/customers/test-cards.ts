import type { CardBehavior, Decline } from '../world/records'

const declined = (decline_code: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  decline_code,
  message,
})
const GENERIC = declined('generic_decline')
const NO_FUNDS = declined('insufficient_funds', 'Your card has insufficient funds.')
const visa = (last4: string, rest: Partial<CardBehavior> = {}): CardBehavior => ({
  brand: 'visa',
  last4,
  ...rest,
})

/** Stripe's published test numbers. Any other number works if it passes the Luhn check. */
export const TEST_CARDS: Record<string, CardBehavior> = {
  '4242424242424242': visa('4242'),
  '4000056655665556': visa('5556', { funding: 'debit' }),
  '5555555555554444': { brand: 'mastercard', last4: '4444' },
  '378282246310005': { brand: 'amex', last4: '0005' },
  '6011111111111117': { brand: 'discover', last4: '1117' },
  '4000000000000002': visa('0002', { declines: GENERIC }),
  '4000000000009995': visa('9995', { declines: NO_FUNDS }),
  '4000000000009987': visa('9987', { declines: declined('lost_card') }),
  '4000000000009979': visa('9979', { declines: declined('stolen_card') }),
  '4000000000000069': visa('0069', {
    declines: { code: 'expired_card', message: 'Your card has expired.' },
  }),
  '4000000000000127': visa('0127', {
    declines: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
  }),
  '4000000000000119': visa('0119', {
    declines: {
      code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  }),
  '4000000000000341': visa('0341', { declinesCharges: GENERIC }),
  '4000002500003155': visa('3155', { authentication: 'unless_set_up' }),
  '4000002760003184': visa('3184', { authentication: 'always' }),
  '4000008260003178': visa('3178', { authentication: 'always', declinesCharges: NO_FUNDS }),
  '4000000000003220': visa('3220', { authentication: 'always' }),
  '4000000000000259': visa('0259', { disputes: 'fraudulent' }),
  '4000000000002685': visa('2685', { disputes: 'product_not_received' }),
  '4000000000001976': visa('1976', { disputes: 'inquiry' }),
  '4000000000005423': visa('5423', { warns: true }),
  '4000000000005126': visa('5126', { refundFails: true }),
}

/** The card behind `pm_card_<token>` and `tok_<token>`. */
export const TEST_TOKENS: Record<string, string> = {
  visa: '4242424242424242',
  visa_debit: '4000056655665556',
  mastercard: '5555555555554444',
  amex: '378282246310005',
  discover: '6011111111111117',
  chargeDeclined: '4000000000000002',
  visa_chargeDeclined: '4000000000000002',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  chargeDeclinedLostCard: '4000000000009987',
  visa_chargeDeclinedLostCard: '4000000000009987',
  chargeDeclinedStolenCard: '4000000000009979',
  visa_chargeDeclinedStolenCard: '4000000000009979',
  chargeDeclinedExpiredCard: '4000000000000069',
  chargeDeclinedIncorrectCvc: '4000000000000127',
  chargeDeclinedProcessingError: '4000000000000119',
  chargeCustomerFail: '4000000000000341',
  authenticationRequired: '4000002500003155',
  authenticationRequiredOnSetup: '4000002500003155',
  threeDSecure2Required: '4000000000003220',
  authenticationRequiredChargeDeclinedInsufficientFunds: '4000008260003178',
  createDispute: '4000000000000259',
  createDisputeProductNotReceived: '4000000000002685',
  createDisputeInquiry: '4000000000001976',
  refundFail: '4000000000005126',
}

/** The behavior of a card number, or null if it isn't a card number. */
export function cardBehavior(number: string): CardBehavior | null {
  const digits = number.replace(/[\s-]/g, '')
  const known = TEST_CARDS[digits]
  if (known) return known
  if (!/^\d{13,19}$/.test(digits) || !luhn(digits)) return null
  return { brand: brandOf(digits), last4: digits.slice(-4) }
}

/**
 * The behavior of `pm_card_visa`, `tok_chargeCustomerFail`, `pm_usBankAccount_success` and the
 * like.
 */
export function tokenBehavior(token: string): CardBehavior | null {
  const bank = /^pm_usBankAccount(_\w+)?$/.exec(token)
  if (bank) return bankBehavior(bank[1] === undefined || bank[1] === '_success')
  const name = /^(?:pm_card|tok)_(\w+)$/.exec(token)?.[1]
  const number = name && TEST_TOKENS[name]
  return number ? (TEST_CARDS[number] ?? null) : null
}

export const bankBehavior = (succeeds: boolean): CardBehavior => ({
  brand: 'bank',
  last4: succeeds ? '6789' : '1116',
  bank: succeeds ? 'succeeds' : 'fails',
})

function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const brandOf = (digits: string) =>
  digits.startsWith('4')
    ? 'visa'
    : /^5[1-5]/.test(digits)
      ? 'mastercard'
      : /^3[47]/.test(digits)
        ? 'amex'
        : 'unknown'
