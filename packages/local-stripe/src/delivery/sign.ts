import { createHmac } from 'node:crypto'

/**
 * The `Stripe-Signature` header, with one `v1` per secret, so that an old secret still verifies.
 */
export function signatureHeader(payload: string, secrets: string[], timestamp: number): string {
  const signed = `${timestamp}.${payload}`
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(signed, 'utf8').digest('hex')}`,
  )
  return [`t=${timestamp}`, ...signatures].join(',')
}
