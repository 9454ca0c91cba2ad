/**
 * Decimal places of a price. Prices may be a fraction of the smallest unit, and `0.1 * 3` is not
 * `0.3` in floating point, so decimals are integers here, as precise as Stripe's
 * `unit_amount_decimal`.
 */
const places = 12
const one = 10n ** BigInt(places)

/**
 * The amount of `units` at a decimal price each, rounded as Stripe rounds an invoice line: once,
 * after multiplying, to the nearest integer, halves up.
 * https://docs.stripe.com/billing/subscriptions/decimal-amounts (November 2026)
 */
export const lineAmount = (units: number, each: number): number =>
  Number((BigInt(units) * fixed(each) * 2n + one) / (2n * one))

/** A percentage of an amount, rounded in the same way. */
export const percentOf = (amountCents: number, percent: number): number =>
  Number((BigInt(amountCents) * fixed(percent) * 2n + 100n * one) / (200n * one))

/** Converts a number by its shortest decimal form, which is what its author wrote. */
function fixed(value: number): bigint {
  const text = String(value)
  const [whole = '0', fraction = ''] = (/e/.test(text) ? value.toFixed(places) : text).split('.')
  return BigInt(whole) * one + BigInt(fraction.slice(0, places).padEnd(places, '0'))
}
