import type { z } from 'zod'
import { missing } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { CardBehavior } from '../../world/records'
import type { PaymentMethod } from '../../world/types'
import { create, type World } from '../../world/world'
import { bankBehavior, tokenBehavior } from '../test-cards'
import { behaviorOfCard, isFailingAccount } from './behavior'
import { bankAccountOf, cardOf, type GivenBank, sepaAccountOf } from './details'
import type { BillingDetails, GivenCard, PaymentMethodCreate } from './params'

export function createPaymentMethod(
  world: World,
  params: z.output<typeof PaymentMethodCreate>,
): PaymentMethod {
  const type = params.type ?? 'card'
  const behavior =
    type === 'card' ? behaviorOfCard(params.card) : bankBehavior(!isFailingAccount(params))
  const method = storePaymentMethod(world, behavior, {
    type,
    card: params.card,
    billing: params.billing_details,
    bank: params.us_bank_account,
    allow_redisplay: params.allow_redisplay,
    metadata: withMetadata({}, params.metadata),
  })
  const onFile = world.store.cardsOnFile.get(method.id)
  if (onFile && params.us_bank_account?.account_number) {
    world.store.cardsOnFile.put({ ...onFile, unverified: true })
  }
  return method
}

/** Creates a payment method with this behavior. No event is sent until it is attached. */
export function storePaymentMethod(
  world: World,
  behavior: CardBehavior,
  given: {
    type?: string
    card?: GivenCard
    bank?: GivenBank
    billing?: z.output<typeof BillingDetails>
    metadata?: Record<string, string>
    allow_redisplay?: PaymentMethod['allow_redisplay']
  } = {},
): PaymentMethod {
  const type = behavior.bank
    ? given.type === 'sepa_debit'
      ? given.type
      : 'us_bank_account'
    : 'card'
  const { billing } = given
  const method: PaymentMethod = {
    id: world.ids.next('pm', 24),
    object: 'payment_method',
    allow_redisplay: given.allow_redisplay ?? 'unspecified',
    billing_details: {
      address: billing?.address ?? EMPTY_ADDRESS,
      email: billing?.email ?? null,
      name: billing?.name ?? null,
      phone: billing?.phone ?? null,
      tax_id: null,
    },
    ...(type === 'card' && { card: cardOf(world, behavior, given.card) }),
    ...(type === 'us_bank_account' && { us_bank_account: bankAccountOf(behavior, given.bank) }),
    ...(type === 'sepa_debit' && { sepa_debit: sepaAccountOf(behavior) }),
    created: world.clock.seconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: given.metadata ?? {},
    type,
  }
  world.store.cardsOnFile.put({
    id: method.id,
    object: 'card_on_file',
    behavior,
    authenticated: false,
  })
  return create(world, world.store.paymentMethods, method)
}

/** Finds a payment method by id, or creates one from a test token such as `pm_card_visa`. */
export function resolvePaymentMethod(world: World, id: string, param = 'payment_method') {
  const known = world.store.paymentMethods.get(id)
  if (known) return known
  const behavior = tokenBehavior(id)
  if (behavior) return storePaymentMethod(world, behavior)
  throw missing('PaymentMethod', id, param)
}

const EMPTY_ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}
