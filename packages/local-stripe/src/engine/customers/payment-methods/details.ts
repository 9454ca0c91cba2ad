import type { CardBehavior } from '../../world/records'
import type { PaymentMethod } from '../../world/types'
import type { World } from '../../world/world'
import type { GivenCard } from './params'

/** A card that is typed in without its security code. Test tokens have one. */
const isUnchecked = ({ number, cvc }: GivenCard) => number !== undefined && cvc === undefined

export function cardOf(
  world: World,
  behavior: CardBehavior,
  given: GivenCard = {},
): NonNullable<PaymentMethod['card']> {
  const year = new Date(world.clock.now()).getUTCFullYear()
  return {
    brand: behavior.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: isUnchecked(given) ? null : 'pass',
    },
    country: behavior.country ?? 'US',
    display_brand: behavior.brand,
    exp_month: given.exp_month ?? 12,
    exp_year: given.exp_year ?? year + 4,
    fingerprint: fingerprint(behavior),
    funding: behavior.funding ?? 'credit',
    generated_from: null,
    last4: behavior.last4,
    networks: { available: [behavior.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  }
}

export interface GivenBank {
  account_holder_type?: 'company' | 'individual'
  account_type?: 'checking' | 'savings'
  routing_number?: string
}

export const bankAccountOf = (
  behavior: CardBehavior,
  given: GivenBank = {},
): NonNullable<PaymentMethod['us_bank_account']> => ({
  account_holder_type: given.account_holder_type ?? 'individual',
  account_type: given.account_type ?? 'checking',
  bank_name: 'STRIPE TEST BANK',
  financial_connections_account: null,
  fingerprint: fingerprint(behavior),
  last4: behavior.last4,
  networks: { preferred: 'ach', supported: ['ach'] },
  routing_number: given.routing_number ?? '110000000',
  status_details: null,
})

export const sepaAccountOf = (
  behavior: CardBehavior,
): NonNullable<PaymentMethod['sepa_debit']> => ({
  bank_code: '37040044',
  branch_code: '',
  country: 'DE',
  fingerprint: fingerprint(behavior),
  generated_from: null,
  last4: behavior.last4,
})

/** The same card has the same fingerprint wherever it is used. */
const fingerprint = (behavior: CardBehavior) => {
  let mixed = 2_166_136_261
  for (const letter of `${behavior.brand}${behavior.last4}${behavior.funding ?? ''}`) {
    mixed = Math.imul(mixed ^ letter.charCodeAt(0), 16_777_619) >>> 0
  }
  return `${mixed.toString(36)}localcard000000`.slice(0, 16)
}
