/**
 * Prices may be a fraction of the smallest unit, and `0.1 * 3` is not `0.3` to a computer: so decimals
 * are whole numbers of a trillionth here, which is as fine as Stripe's `unit_amount_decimal`.
 */
const places = 12
const one = 10n ** BigInt(places)

/**
 * `units` at a decimal price each, in whole smallest units, as Stripe rounds a line of an invoice:
 * once, after multiplying, to the nearest, halves up.
 * https://docs.stripe.com/billing/subscriptions/decimal-amounts (November 2026)
 */
export const lineAmount = (units: number, each: number): number =>
  Number((BigInt(units) * fixed(each) * 2n + one) / (2n * one))

/** A share of an amount, rounded likewise. */
export const percentOf = (amountCents: number, percent: number): number =>
  Number((BigInt(amountCents) * fixed(percent) * 2n + 100n * one) / (200n * one))

/** The shortest decimal that means this number: what its author wrote. */
function fixed(value: number): bigint {
  const text = String(value)
  const [whole = '0', fraction = ''] = (/e/.test(text) ? value.toFixed(places) : text).split('.')
  return BigInt(whole) * one + BigInt(fraction.slice(0, places).padEnd(places, '0'))
}
