import type { z } from 'zod'
import { invalid, missing } from '../../world/errors'
import type { CardBehavior } from '../../world/records'
import type { PaymentMethod } from '../../world/types'
import type { World } from '../../world/world'
import { cardError } from '../declines'
import { cardBehavior, tokenBehavior } from '../test-cards'
import type { CardDetails, PaymentMethodCreate } from './params'

export function behaviorOf(world: World, method: PaymentMethod): CardBehavior {
  const onFile = world.store.cardsOnFile.get(method.id)
  if (!onFile) throw new Error(`no card on file for ${method.id}`)
  return onFile.behavior
}

/** Records that the card was authenticated, so that off-session charges need no 3-D Secure. */
export function recordAuthentication(world: World, method: PaymentMethod): void {
  const onFile = world.store.cardsOnFile.get(method.id)
  if (onFile) world.store.cardsOnFile.put({ ...onFile, authenticated: true })
}

export function behaviorOfCard(card: z.output<typeof CardDetails> | undefined): CardBehavior {
  if (card?.token) {
    const behavior = tokenBehavior(card.token)
    if (!behavior) throw missing('token', card.token, 'card[token]')
    return behavior
  }
  if (!card?.number) {
    throw invalid('Missing required param: card[number].', 'card[number]', 'parameter_missing')
  }
  const behavior = cardBehavior(card.number)
  if (behavior) return behavior
  throw cardError(
    { code: 'incorrect_number', message: 'Your card number is incorrect.' },
    { param: 'number' },
    { keepsChanges: false },
  )
}

export const isFailingAccount = (params: z.output<typeof PaymentMethodCreate>) =>
  params.us_bank_account?.account_number === '000111111116' ||
  FAILING_IBANS.includes(params.sepa_debit?.iban.replaceAll(' ', '') ?? '')

/** The second one is what the Stripe CLI uses to make a payment fail. */
const FAILING_IBANS = ['DE62370400440532013001', 'IT60X0542811101000000123456']
