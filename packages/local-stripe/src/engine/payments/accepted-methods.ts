import { invalid } from '../world/errors'
import type { PaymentIntent, SetupIntent } from '../world/types'

interface AutomaticMethods {
  enabled: boolean
  allow_redirects?: 'always' | 'never'
}

interface AcceptedMethods {
  automatic_payment_methods?: AutomaticMethods
  allowed_payment_method_types?: string[]
  payment_method_types?: string[]
}

/** Without named types, an intent accepts all methods of the dashboard, some of which redirect. */
export function automaticMethods(params: AcceptedMethods): Required<AutomaticMethods> | null {
  const { automatic_payment_methods: given } = params
  if (given) return { ...given, allow_redirects: given.allow_redirects ?? 'always' }
  return namedTypes(params) ? null : { enabled: true, allow_redirects: 'always' }
}

export const namedTypes = (params: AcceptedMethods): string[] | undefined =>
  params.allowed_payment_method_types ?? params.payment_method_types

/** The list as the intent shows it. */
export const typesAllowed = (params: AcceptedMethods) =>
  (params.allowed_payment_method_types ?? null) as PaymentIntent['allowed_payment_method_types'] &
    SetupIntent['allowed_payment_method_types']

/** What a change of the accepted types changes: nothing if it names none. */
export const changedTypes = (params: AcceptedMethods) => {
  const types = namedTypes(params)
  return (
    types && { payment_method_types: types, allowed_payment_method_types: typesAllowed(params) }
  )
}

/**
 * Requires a `return_url` to confirm an intent whose methods may redirect. Off session the customer
 * isn't present, so none is needed.
 */
export function requireReturnUrl(
  intent: Pick<PaymentIntent | SetupIntent, 'object' | 'automatic_payment_methods'>,
  params: { return_url?: string; off_session?: boolean | string },
): void {
  const automatic = intent.automatic_payment_methods
  if (!automatic?.enabled || automatic.allow_redirects === 'never') return
  if (params.return_url || (params.off_session && params.off_session !== 'false')) return
  const kind = intent.object === 'setup_intent' ? 'SetupIntent' : 'PaymentIntent'
  throw invalid(
    `This ${kind} is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a \`return_url\`. If you don't want to accept redirect-based payment methods, set \`automatic_payment_methods[enabled]\` to \`true\` and \`automatic_payment_methods[allow_redirects]\` to \`never\` when creating Setup Intents and Payment Intents.`,
  )
}
