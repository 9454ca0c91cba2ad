import type { z } from 'zod'
import { invalid } from '../../world/errors'
import { hash, integer, oneOf, text } from '../../world/params'
import type { Mandate, PaymentIntent, PaymentMethod, SetupIntent } from '../../world/types'
import { change, create, find, type World } from '../../world/world'

/** `mandate_data` of an intent: how the customer agreed to be debited. */
export const MandateData = hash({
  customer_acceptance: hash({
    accepted_at: integer.optional(),
    offline: hash({}).optional(),
    online: hash({ ip_address: text, user_agent: text }).optional(),
    type: oneOf('offline', 'online'),
  }),
})
export type MandateData = z.output<typeof MandateData>

/** What an intent says about mandates when it is confirmed. */
export interface MandateTerms {
  mandate?: string
  mandate_data?: MandateData | null
}

/**
 * Creates the mandate that `mandate_data` describes, or finds the one that `mandate` names. Null if
 * neither is given.
 */
export function mandateFor(
  world: World,
  { mandate, mandate_data }: MandateTerms,
  method: PaymentMethod,
  single: { amount: number; currency: string } | null,
): Mandate | null {
  if (mandate_data) return createMandate(world, mandate_data, method, single)
  if (mandate === undefined) return null
  const known = find(world.store.mandates, 'mandate', mandate, 'mandate')
  if (known.payment_method !== method.id) {
    throw invalid('The mandate is not one of the payment method.', 'mandate')
  }
  if (known.status === 'inactive') throw invalid('The mandate is inactive.', 'mandate')
  return known
}

/** Refuses what says how an intent is confirmed for one that isn't. */
export function requireConfirm(params: MandateTerms & { confirm?: boolean }): void {
  if (params.confirm) return
  for (const param of ['mandate', 'mandate_data'] as const) {
    if (!params[param]) continue
    throw invalid(
      `The parameter \`${param}\` cannot be passed unless \`confirm\` is set to true.`,
      param,
    )
  }
}

function createMandate(
  world: World,
  { customer_acceptance: { accepted_at, online, type } }: MandateData,
  method: PaymentMethod,
  single: { amount: number; currency: string } | null,
): Mandate {
  if (type === 'online' && !online) {
    const param = 'mandate_data[customer_acceptance][online]'
    throw invalid(`Missing required param: ${param}.`, param, 'parameter_missing')
  }
  const reference = world.ids.next('mandate', 24)
  return create<Mandate>(world, world.store.mandates, {
    id: reference,
    object: 'mandate',
    customer_acceptance: {
      accepted_at: accepted_at ?? world.clock.seconds(),
      // Our types of references take the empty hash for one.
      ...(type === 'online' ? { online } : { offline: {} as never }),
      type,
    },
    livemode: false,
    ...(single ? { single_use: single } : { multi_use: {} }),
    payment_method: method.id,
    payment_method_details: detailsOf(method, reference),
    status: isUnverified(world, method) ? 'pending' : 'active',
    type: single ? 'single_use' : 'multi_use',
  })
}

/** The mandate that a payment by this method refers to: the newest that can be used. */
export const mandateOf = (world: World, methodId: string): Mandate | null =>
  world.store.mandates
    .where('payment_method', methodId)
    .findLast(({ status }) => status !== 'inactive') ?? null

/** Activates the mandates of a bank account that was verified. */
export const activateMandates = (world: World, { payment_method }: PaymentIntent | SetupIntent) =>
  setStatus(world, payment_method, 'active', ({ status }) => status === 'pending')

/** A mandate for one payment can't be used again. */
export const useUpMandate = (world: World, methodId: string) =>
  setStatus(
    world,
    methodId,
    'inactive',
    ({ status, type }) => status === 'active' && type === 'single_use',
  )

/** Revokes the mandates of a payment method that was detached. */
export const revokeMandates = (world: World, methodId: string) =>
  setStatus(world, methodId, 'inactive', ({ status }) => status !== 'inactive')

const isUnverified = (world: World, method: PaymentMethod) =>
  method.customer === null && world.store.cardsOnFile.get(method.id)?.unverified === true

function setStatus(
  world: World,
  methodId: string | null,
  status: Mandate['status'],
  concerns: (mandate: Mandate) => boolean,
): void {
  if (methodId === null) return
  for (const mandate of world.store.mandates.where('payment_method', methodId).filter(concerns)) {
    change(world, world.store.mandates, mandate, { status }, 'mandate.updated')
  }
}

function detailsOf({ type }: PaymentMethod, id: string): Mandate['payment_method_details'] {
  if (type === 'sepa_debit') {
    const reference = id.slice(-16).toUpperCase()
    return { type, sepa_debit: { reference, url: `https://local-stripe.invalid/${id}` } }
  }
  return type === 'us_bank_account' ? { type, us_bank_account: {} } : { type: 'card', card: {} }
}
