import { ApiError } from '../engine/world/errors'
import { NOT_SUPPORTED } from '../engine/world/params'

/** How often a parameter was given that the local Stripe does not support. */
export interface UnsupportedUse {
  /** Such as `POST /v1/subscriptions/:id`. */
  endpoint: string
  /** Such as `items[][billing_thresholds]`. */
  parameter: string
  /** How many requests were accepted, without its effect. */
  accepted: number
  /** How many requests were answered 501. */
  refused: number
}

export interface UnsupportedParameters {
  /** Counts the use, and throws 501 unless the team chose to accept such parameters. */
  use(endpoint: string, names: string[]): void
  /** Every parameter that was given, by endpoint and name. */
  uses(): UnsupportedUse[]
}

/** Refuses and counts parameters that the local Stripe does not support, or accepts and counts. */
export function createUnsupportedParameters({ accept = false } = {}): UnsupportedParameters {
  const uses = new Map<string, UnsupportedUse>()
  return {
    use(endpoint, names) {
      for (const parameter of new Set(names.map(withoutPositions))) {
        const key = `${endpoint} ${parameter}`
        const use = uses.get(key) ?? { endpoint, parameter, accepted: 0, refused: 0 }
        use[accept ? 'accepted' : 'refused']++
        uses.set(key, use)
      }
      if (!accept) throw notSupportedError(endpoint, names)
    },
    uses: () => [...uses.keys()].sort().map((key) => uses.get(key) as UnsupportedUse),
  }
}

/** `items[0][tax_rates]` → `items[][tax_rates]`. */
const withoutPositions = (name: string) => name.replaceAll(/\[\d+\]/g, '[]')

const notSupportedError = (endpoint: string, names: string[]) =>
  new ApiError(501, {
    type: 'invalid_request_error',
    code: NOT_SUPPORTED,
    message: `The local Stripe does not support ${names.map((name) => `\`${name}\``).join(', ')} of ${endpoint}. Stripe does. To accept such parameters without effect, set LOCAL_STRIPE_ACCEPT_UNSUPPORTED=1 or the option \`acceptUnsupported\`.`,
    param: names[0],
  })
