/**
 * A price per unit as people read it, never in fractions of a cent: a cheaper unit is priced by the
 * ten, the hundred, the thousand and so on. `{ units: 1_000, cents: 100 }` for 0.1 ¢ each.
 */
export function unitPrice(eachCents: number): { units: number; cents: number } {
  let units = 1
  while (!Number.isInteger(round(eachCents)) && round(eachCents * units) < 50) units *= 10
  return { units, cents: round(eachCents * units) }
}

/** In floating point, `0.1 * 3` isn't `0.3`. */
const round = (value: number) => Math.round(value * 1e6) / 1e6
