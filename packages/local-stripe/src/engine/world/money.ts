/**
 * Amounts are whole minor units; decimals are strings with up to 12 places. Money is never a float.
 */
const PLACES = 12
const UNIT = 10n ** BigInt(PLACES)

/** `'1.5'` → 1500000000000n. */
export function toFixedPoint(decimal: string): bigint {
  const negative = decimal.startsWith('-')
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const scaled = BigInt(whole) * UNIT + BigInt(fraction.padEnd(PLACES, '0'))
  return negative ? -scaled : scaled
}

export function fromFixedPoint(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(PLACES + 1, '0')
  const fraction = digits.slice(-PLACES).replace(/0+$/, '')
  const text = digits.slice(0, -PLACES) + (fraction && `.${fraction}`)
  return scaled < 0n ? `-${text}` : text
}

/** Rounds to the nearest minor unit, halves away from zero. */
export const roundToMinor = (scaled: bigint): number => Number(divideRounded(scaled, UNIT))

/** The product of two fixed-point numbers, rounded to the nearest minor unit. */
export const productToMinor = (a: bigint, b: bigint): number =>
  Number(divideRounded(a * b, UNIT * UNIT))

/** `amount × part ÷ whole`, rounded to the nearest unit, halves away from zero. */
export const share = (amount: number, part: number, whole: number): number =>
  Number(divideRounded(BigInt(amount) * BigInt(part), BigInt(whole)))

function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n
  const size = negative ? -numerator : numerator
  const rounded = (size * 2n + denominator) / (denominator * 2n)
  return negative ? -rounded : rounded
}
