/** A backend that could not be reached, or did not answer in time. */
export class Outage extends Error {
  override readonly name = 'Outage'
}

/**
 * Whether a backend could not be reached or did not answer in time. That says nothing about what
 * was asked of it, and trying again later helps.
 */
export function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  // Whatever they are: only compared.
  const { name, type, code, cause } = error as Record<string, unknown>
  return (
    error instanceof Outage ||
    // From the AWS SDK and from `AbortSignal.timeout`.
    name === 'TimeoutError' ||
    type === 'StripeConnectionError' ||
    (typeof code === 'string' && codes.has(code)) ||
    (cause !== error && isOutage(cause))
  )
}

/** Node's codes of a connection that could not be made, or that broke. */
const codes = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
])
