/**
 * Stripe's currencies, from https://docs.stripe.com/currencies. `Intl` can't be asked instead: for
 * forints, Icelandic krónur, rupiahs and others it names the decimals in use, while Stripe's amounts
 * have two.
 */
export type StripeCurrency = {
  /** Lowercase, as in Stripe's API. */
  code: string
  /** How many decimals an amount in the API has: `4900` is `$49.00`, `¥4,900` and `KWD 4.900`. */
  decimals: 0 | 2 | 3
  /** Charged amounts are multiples of it. */
  step: 1 | 10 | 100
  /**
   * The least amount that can be charged where it is settled in the same currency; `null` where
   * Stripe has no settlement, and so no figure. Zero can always be charged.
   */
  leastCharge: number | null
}

/** The currency; `null` if Stripe has none with this code. Upper case is accepted. */
export const stripeCurrency = (code: string): StripeCurrency | null =>
  currencies.get(code.toLowerCase()) ?? null

/** How many decimals Stripe's amounts have in a currency: 2 for most. */
export const decimalsOf = (code: string): 0 | 2 | 3 => stripeCurrency(code)?.decimals ?? 2

export type ChargeProblem =
  | { kind: 'unknown_currency' }
  | { kind: 'not_a_multiple'; step: number }
  | { kind: 'too_small'; least: number }

/** Why Stripe would refuse to charge an amount; `null` if it wouldn't. */
export function chargeProblem(amount: number, code: string): ChargeProblem | null {
  const currency = stripeCurrency(code)
  if (!currency) return { kind: 'unknown_currency' }
  if (amount % currency.step !== 0) return { kind: 'not_a_multiple', step: currency.step }
  const least = currency.leastCharge ?? 0
  return amount > 0 && amount < least ? { kind: 'too_small', least } : null
}

/**
 * `$49.00`, `¥500`, `HUF 4,990.00`. A fraction of the smallest unit, as in the price of one unit of
 * usage, keeps its digits.
 */
export function formatAmount(amount: number, code: string): string {
  const decimals = decimalsOf(code)
  return formatOf(code, decimals, Number.isInteger(amount) ? decimals : 12).format(
    amount / 10 ** decimals,
  )
}

/** A cached format, because creating one takes a hundred times as long as using it. */
export function formatOf(code: string, fewest: number, most: number): Intl.NumberFormat {
  const key = `${code}:${fewest}:${most}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: code.toUpperCase(),
    minimumFractionDigits: fewest,
    maximumFractionDigits: most,
  })
  formats.set(key, format)
  return format
}
const formats = new Map<string, Intl.NumberFormat>()

const zeroDecimal = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')

/** The last digit of a charged amount is 0. */
const threeDecimal = 'bhd jod kwd omr tnd'.split(' ')

/** Without decimals in use, but with two in the API, which are `00`. */
const wholeUnits = 'isk ugx'.split(' ')

/**
 * All others have two decimals. Forints and Taiwan dollars too: only their payouts are in whole
 * units.
 */
const twoDecimal =
  `aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf
  chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf
  idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn
  myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp
  sle sos srd std svc szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd xcg yer zar zmw`
    .trim()
    .split(/\s+/)

const leastCharges: Record<string, number> = {
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1_500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1_000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1_000,
  usd: 50,
}

const currencies: ReadonlyMap<string, StripeCurrency> = new Map(
  [
    ...zeroDecimal.map((code) => ({ code, decimals: 0 as const, step: 1 as const })),
    ...threeDecimal.map((code) => ({ code, decimals: 3 as const, step: 10 as const })),
    ...wholeUnits.map((code) => ({ code, decimals: 2 as const, step: 100 as const })),
    ...twoDecimal.map((code) => ({ code, decimals: 2 as const, step: 1 as const })),
  ].map((each) => [each.code, { ...each, leastCharge: leastCharges[each.code] ?? null }]),
)
