import { invalid } from '../engine/world/errors'
import type { FormValue } from './form'

/**
 * Parameters that newer versions of the API don't have, by the first version without them. From the
 * changelog of the SDK.
 */
export const OLDER_PARAMETERS: Record<string, string[]> = {
  '2025-03-31.basil': [
    'GET /v1/credit_notes/preview refund',
    'POST /v1/credit_notes refund',
    'POST /v1/customers coupon',
    'POST /v1/customers promotion_code',
    'POST /v1/customers/:id coupon',
    'POST /v1/customers/:id promotion_code',
    'POST /v1/invoiceitems price',
    'POST /v1/invoiceitems unit_amount',
    'POST /v1/invoiceitems/:id price',
    'POST /v1/invoiceitems/:id unit_amount',
    'POST /v1/subscriptions coupon',
    'POST /v1/subscriptions promotion_code',
    'POST /v1/subscriptions/:id coupon',
    'POST /v1/subscriptions/:id promotion_code',
  ],
  '2025-09-30.clover': [
    'POST /v1/invoices/create_preview schedule_details.phases.iterations',
    'POST /v1/promotion_codes coupon',
    'POST /v1/subscription_schedules phases.iterations',
    'POST /v1/subscription_schedules/:id phases.iterations',
  ],
  '2026-09-30.endive': [
    'POST /v1/checkout/sessions payment_method_types',
    'POST /v1/payment_intents payment_method_types',
    'POST /v1/payment_intents/:id payment_method_types',
    'POST /v1/payment_intents/:id/confirm payment_method_types',
    'POST /v1/setup_intents payment_method_types',
    'POST /v1/setup_intents/:id payment_method_types',
  ],
}

/**
 * Refuses parameters that this version doesn't have any more. A request without a version has that
 * of the account, which we take for an old one: the CLI sends older parameters without a version.
 */
export function refuseOlderParameters(
  version: string | undefined,
  endpoint: string,
  given: FormValue,
): void {
  if (version === undefined) return
  for (const { path, until } of OF_ENDPOINT.get(endpoint) ?? []) {
    // Versions begin with their date.
    if (version < until) continue
    const name = nameOfGiven(given, path)
    if (name) throw invalid(`Received unknown parameter: ${name}`, name, 'parameter_unknown')
  }
}

const OF_ENDPOINT = new Map<string, { path: string[]; until: string }[]>()
for (const [until, parameters] of Object.entries(OLDER_PARAMETERS)) {
  for (const parameter of parameters) {
    const [method, route, path = ''] = parameter.split(' ')
    const endpoint = `${method} ${route}`
    const known = OF_ENDPOINT.get(endpoint) ?? []
    OF_ENDPOINT.set(endpoint, [...known, { path: path.split('.'), until }])
  }
}

/** The name of a parameter as the request has it, `phases[0][iterations]`, or null if it hasn't. */
function nameOfGiven(given: FormValue | undefined, path: string[], name = ''): string | null {
  const [field, ...rest] = path
  if (field === undefined) return given === undefined ? null : name
  if (Array.isArray(given)) {
    const names = given.map((each, i) => nameOfGiven(each, path, `${name}[${i}]`))
    return names.find((found) => found !== null) ?? null
  }
  if (typeof given !== 'object') return null
  return nameOfGiven(given[field], rest, name ? `${name}[${field}]` : field)
}
