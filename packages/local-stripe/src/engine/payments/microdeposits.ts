import type { z } from 'zod'
import { DAY } from '../world/calendar'
import { ApiError, invalid } from '../world/errors'
import { hash, integer, many, text } from '../world/params'
import type { PaymentIntent, PaymentMethod, SetupIntent } from '../world/types'
import type { World } from '../world/world'

export const VerifyMicrodeposits = hash({
  amounts: many(integer).optional(),
  descriptor_code: text.optional(),
})

/**
 * Whether a bank account has to be verified with small deposits before it is used. One that is
 * given by its number is not verified; one that a customer has is.
 */
export const needsMicrodeposits = (world: World, method: PaymentMethod): boolean =>
  method.customer === null && world.store.cardsOnFile.get(method.id)?.unverified === true

/** The next action of an intent that waits for the amounts of the deposits. */
export const microdepositAction = (world: World, { id }: { id: string }) => ({
  type: 'verify_with_microdeposits',
  verify_with_microdeposits: {
    arrival_date: world.clock.seconds() + 2 * DAY,
    hosted_verification_url: `${world.settings.baseUrl}/3ds/${id}`,
    microdeposit_type: 'amounts' as const,
  },
})

/** Accepts Stripe's test values for the deposits, and refuses others as Stripe does. */
export function verifyMicrodeposits(
  world: World,
  intent: PaymentIntent | SetupIntent,
  params: z.output<typeof VerifyMicrodeposits>,
): void {
  const waits =
    intent.status === 'requires_action' && intent.next_action?.type === 'verify_with_microdeposits'
  if (!waits) throw unexpected(intent)
  const given = params.descriptor_code ?? params.amounts?.toSorted((a, b) => a - b).join(' ')
  if (given === undefined) {
    throw invalid('You must provide either amounts or descriptor_code.', 'amounts')
  }
  const problem = PROBLEMS[given]
  const kind = params.descriptor_code === undefined ? 'amounts' : 'descriptor_code'
  const failure = problem ?? (VALID.includes(given) ? null : `${kind}_mismatch`)
  if (failure) {
    throw invalid(
      MESSAGES[failure] ?? 'The microdeposits could not be verified.',
      kind,
      `payment_method_microdeposit_verification_${failure}`,
    )
  }
  const onFile = world.store.cardsOnFile.get(String(intent.payment_method))
  if (onFile) world.store.cardsOnFile.put({ ...onFile, unverified: false })
}

const VALID = ['32 45', 'SM11AA']
const PROBLEMS: Record<string, string> = {
  '10 11': 'attempts_exceeded',
  SM33CC: 'attempts_exceeded',
  '40 41': 'timeout',
  SM44DD: 'timeout',
}
const MESSAGES: Record<string, string> = {
  amounts_mismatch:
    'The amounts provided do not match the amounts that were sent to the bank account.',
  attempts_exceeded: 'You have exceeded the number of allowed verification attempts.',
  descriptor_code_mismatch:
    'The descriptor code provided does not match the one that was sent to the bank account.',
  timeout: 'The microdeposits were not verified in time.',
}

const unexpected = (intent: PaymentIntent | SetupIntent) =>
  new ApiError(400, {
    type: 'invalid_request_error',
    code:
      intent.object === 'setup_intent'
        ? 'setup_intent_unexpected_state'
        : 'payment_intent_unexpected_state',
    message: `Microdeposits cannot be verified because this intent has a status of ${intent.status}.`,
  })
