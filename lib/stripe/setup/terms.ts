import Stripe from 'stripe'
import { formatAmount } from 'stripe-currencies'
import type { MeteredPrice } from '@/lib/billing/catalog/overage'
import type { Price } from '@/lib/billing/catalog/schema'

/**
 * What a buyer agrees to at a price. Stripe can't change any of it on an existing price, so other
 * terms need another price. Amounts are decimals, in the currency's smallest unit.
 */
export type StripePriceTerms = {
  currency: string
  /** `month`, `year`, `3 month`; `null` for a one-time price. */
  interval: string | null
  /** The event name of the meter, if usage is billed instead of a quantity. */
  meter: string | null
  unitAmount: string | null
  tiers: { upTo: number | null; unitAmount: string }[] | null
  /** The amount in other currencies, with tiers that of the last one. */
  otherCurrencies: Record<string, string>
  /** Whether the amounts include tax. */
  taxIncluded: boolean
}

export const termsOf = (price: Price, taxIncluded: boolean): StripePriceTerms => ({
  currency: price.currency,
  interval: price.interval === 'once' ? null : price.interval,
  meter: null,
  unitAmount: String(price.amountCents),
  tiers: null,
  otherCurrencies: Object.fromEntries(
    Object.entries(price.otherCurrencies ?? {}).map(([code, cents]) => [code, String(cents)]),
  ),
  taxIncluded,
})

/** Graduated: the included units are free, and only those beyond them have a price. */
export const meteredTermsOf = (
  price: MeteredPrice,
  eventName: string,
  taxIncluded: boolean,
): StripePriceTerms => ({
  currency: price.currency,
  interval: price.interval,
  meter: eventName,
  unitAmount: null,
  tiers: [
    ...(price.included > 0 ? [{ upTo: price.included, unitAmount: '0' }] : []),
    { upTo: null, unitAmount: decimal(price.overageCents) },
  ],
  otherCurrencies: Object.fromEntries(
    Object.entries(price.otherCurrencies).map(([code, cents]) => [code, decimal(cents)]),
  ),
  taxIncluded,
})

/**
 * Takes a price with `tiers` and `currency_options` expanded, and the meters' event names by id.
 */
export function foundTerms(
  price: Stripe.Price,
  eventNames: ReadonlyMap<string, string>,
): StripePriceTerms {
  const { recurring } = price
  const count = recurring?.interval_count ?? 1
  const meter = recurring?.meter ?? null
  return {
    currency: price.currency,
    interval: recurring && (count === 1 ? recurring.interval : `${count} ${recurring.interval}`),
    meter: meter && (eventNames.get(meter) ?? meter),
    unitAmount: price.tiers ? null : amountOf(price),
    tiers: price.tiers?.map((tier) => ({ upTo: tier.up_to, unitAmount: tierAmount(tier) })) ?? null,
    otherCurrencies: Object.fromEntries(
      Object.entries(price.currency_options ?? {})
        .filter(([code]) => code !== price.currency)
        .map(([code, option]) => [
          code,
          price.tiers ? otherTier(price, code, option.tiers) : (amountOf(option) ?? ''),
        ]),
    ),
    taxIncluded: price.tax_behavior === 'inclusive',
  }
}

/** Metadata of a tiered price: the amount of its last tier in another currency. */
const tierMark = (code: string) => `overage_${code}`

/**
 * The last tier's amount in another currency. Stripe may leave the tiers of `currency_options` out
 * of its answer: then what we wrote on the price counts. Tiers that end elsewhere are shown whole.
 */
function otherTier(price: Stripe.Price, code: string, tiers?: Stripe.Price.Tier[]): string {
  if (!tiers) return price.metadata[tierMark(code)] ?? ''
  const steps = (list: Stripe.Price.Tier[]) => list.map(({ up_to }) => up_to).join()
  const isPaidEarlier = tiers.slice(0, -1).some((tier) => tierAmount(tier) !== '0')
  const last = tiers.at(-1)
  return last && !isPaidEarlier && steps(tiers) === steps(price.tiers ?? [])
    ? tierAmount(last)
    : JSON.stringify(tiers)
}

/** A catalog that doesn't include tax takes Stripe's prices as they are: tax rates may include it. */
export const sameTerms = (wanted: StripePriceTerms, found: StripePriceTerms): boolean =>
  (!wanted.taxIncluded || found.taxIncluded) && sameAmounts(wanted, found)

const sameAmounts = (a: StripePriceTerms, b: StripePriceTerms): boolean =>
  amountsText(a) === amountsText(b) &&
  JSON.stringify(sorted(a.otherCurrencies)) === JSON.stringify(sorted(b.otherCurrencies)) &&
  JSON.stringify([a.currency, a.interval, a.meter, a.unitAmount, a.tiers]) ===
    JSON.stringify([b.currency, b.interval, b.meter, b.unitAmount, b.tiers])

/** `$49.00 monthly (also €45.00)`; `monthly by chat_credits: 1,000 free, then $0.01 each`. */
export const priceTermsText = (terms: StripePriceTerms): string =>
  `${amountsText(terms)}${terms.taxIncluded ? ', including tax' : ''}`

function amountsText(terms: StripePriceTerms): string {
  const billed = billingText(terms.interval)
  if (terms.tiers) {
    const steps = terms.tiers.map(({ upTo, unitAmount }) => {
      const each = Number(unitAmount) === 0 ? 'free' : `${money(unitAmount, terms.currency)} each`
      return upTo === null ? `then ${each}` : `${upTo.toLocaleString('en-US')} ${each}`
    })
    return `${billed} by ${terms.meter ?? 'quantity'}: ${steps.join(', ')}${alsoText(terms)}`
  }
  const price = terms.unitAmount === null ? 'any amount' : money(terms.unitAmount, terms.currency)
  const by = terms.meter ? ` by ${terms.meter}` : ''
  return `${price} ${billed}${by}${alsoText(terms)}`
}

function alsoText({ otherCurrencies }: StripePriceTerms): string {
  const also = sorted(otherCurrencies).map(([code, amount]) => money(amount, code))
  return also.length > 0 ? ` (also ${also.join(', ')})` : ''
}

/** `monthly`, `every 3 months`, `one-time`. */
function billingText(interval: string | null): string {
  if (interval === null) return 'one-time'
  return /^\d/.test(interval) ? `every ${interval}s` : `${interval}ly`
}

/** The parameters of a new price with these terms. */
export const termParams = (terms: StripePriceTerms, meterId: (eventName: string) => string) =>
  ({
    currency: terms.currency,
    ...(terms.taxIncluded && { tax_behavior: 'inclusive' as const }),
    ...(terms.interval !== null && {
      recurring: {
        // True because only the catalog's terms are sent, and their intervals are these two.
        interval: terms.interval as 'month' | 'year',
        ...(terms.meter !== null && {
          usage_type: 'metered' as const,
          meter: meterId(terms.meter),
        }),
      },
    }),
    ...(terms.unitAmount !== null && { unit_amount: Number(terms.unitAmount) }),
    ...(terms.tiers && {
      billing_scheme: 'tiered' as const,
      tiers_mode: 'graduated' as const,
      tiers: tierParams(terms.tiers),
    }),
    ...(Object.keys(terms.otherCurrencies).length > 0 && {
      currency_options: Object.fromEntries(
        Object.entries(terms.otherCurrencies).map(([code, amount]) => [
          code,
          terms.tiers
            ? { tiers: tierParams(otherTiers(terms.tiers, amount), asText) }
            : { unit_amount: Number(amount) },
        ]),
      ),
    }),
  }) satisfies Partial<Stripe.PriceCreateParams>

const tierParams = (
  tiers: NonNullable<StripePriceTerms['tiers']>,
  toDecimal: (amount: string) => Stripe.Decimal = Stripe.Decimal.from,
) =>
  tiers.map(({ upTo, unitAmount }) => ({
    up_to: upTo ?? ('inf' as const),
    unit_amount_decimal: toDecimal(unitAmount),
  }))

/**
 * The SDK (23.1) takes `currency_options` for a list, and so leaves decimals in it as objects, which
 * Stripe refuses. It sends text as it is: the cast is the only way to give it some.
 */
const asText = (amount: string) => amount as unknown as Stripe.Decimal

/** The tiers with the last one's amount in another currency. The others are free. */
const otherTiers = (tiers: NonNullable<StripePriceTerms['tiers']>, amount: string) =>
  tiers.map((tier) => (tier.upTo === null ? { ...tier, unitAmount: amount } : tier))

/** Written on a price with tiers in other currencies: see `otherTier`. */
export const termMetadata = ({ tiers, otherCurrencies }: StripePriceTerms) =>
  tiers
    ? Object.fromEntries(
        Object.entries(otherCurrencies).map(([code, amount]) => [tierMark(code), amount]),
      )
    : {}

type Amount = { unit_amount: number | null; unit_amount_decimal: { toString(): string } | null }

const amountOf = ({ unit_amount, unit_amount_decimal }: Amount): string | null => {
  const amount = unit_amount_decimal ?? unit_amount
  return amount === null ? null : normalized(String(amount))
}

const tierAmount = (tier: Stripe.Price.Tier): string => {
  const flat = normalized(String(tier.flat_amount_decimal ?? tier.flat_amount ?? 0))
  const unit = amountOf(tier) ?? '0'
  return flat === '0' ? unit : `${unit} + ${flat}`
}

/** Removes trailing zeros: `0.20` and `0.2` are the same price. */
const normalized = (decimal: string) =>
  decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal

/** Without an exponent, as precise as Stripe is. */
const decimal = (amount: number) => normalized(amount.toFixed(12))

const sorted = (record: Record<string, string>) =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

const money = (amount: string, currency: string) => formatAmount(Number(amount), currency)
