import { z } from 'zod'
import { Brand } from './brand'
import { strict } from './strict'

export const Price = strict({
  /** Stripe's lookup key. It finds the price, whatever its id. */
  lookupKey: z.string().min(1),
  interval: z.enum(['month', 'year', 'once']),
  currency: z.string().length(3).lowercase(),
  /** In the currency's smallest unit. */
  amountCents: z.int().nonnegative(),
  /** The price in other currencies, each in its own smallest unit. */
  otherCurrencies: z.record(z.string().length(3).lowercase(), z.int().nonnegative()).optional(),
})
export type Price = z.infer<typeof Price>

export const Limit = z.object({
  /** How much the plan includes in each period. `null` means unlimited. */
  included: z.int().nonnegative().nullable(),
  /** Price of each further unit, in the smallest currency unit. Without it the limit is hard. */
  overageCents: z.number().positive().optional(),
  /** `overageCents` in other currencies. In a currency that is missing the limit is hard. */
  otherCurrencies: z.record(z.string().length(3).lowercase(), z.number().positive()).optional(),
  /**
   * Lookup key of the Stripe price that bills the usage: monthly, graduated, on the meter, with a
   * free first step. Stripe gets all usage and prices what exceeds the step.
   */
  meteredPrice: z.string().min(1).optional(),
})
export type Limit = z.infer<typeof Limit>

export const Plan = strict({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lowercase letters, digits and dashes'),
  name: z.string().min(1),
  description: z.string(),
  /** A higher plan includes the lower ones. Staff groups have ranks of their own. */
  rank: z.int().nonnegative(),
  /** The Cognito group, without the prefix. */
  group: z.string().min(1),
  prices: z.array(Price),
  features: z.array(z.string()),
  permissions: z.array(z.string()),
  limits: z.record(z.string(), strict(Limit.shape)),
  /** `0` means no trial, whatever `TRIAL_DAYS` says. */
  trialDays: z.int().nonnegative().optional(),
  graceDays: z.int().nonnegative().optional(),
  /** How many seats one subscription may have. */
  maxQuantity: z.int().positive().max(100_000).default(1),
  /** The Cognito group's precedence. Lower comes first. It decides no access. */
  precedence: z.int().nonnegative().optional(),
  /** Sold by quote: it has no checkout, and "Contact us" instead of a price. */
  custom: z.boolean().optional(),
  /** The plan that `/plans` recommends. At most one. */
  highlight: z.boolean().optional(),
  /**
   * Sold only as a trial, to users who can still have one. Subscribers can't change to it. Its price
   * applies to users who add a card, and is left out of price comparisons.
   */
  trialOnly: z.boolean().optional(),
})
export type Plan = z.infer<typeof Plan>

export const StaffGroup = strict({
  group: z.string().min(1),
  rank: z.int().nonnegative(),
  /** Added in the token to the permissions of the user's plan. */
  permissions: z.array(z.string()).default([]),
  precedence: z.int().nonnegative().optional(),
})
export type StaffGroup = z.infer<typeof StaffGroup>

/** The displayed name and description of a feature or a meter. */
export const Label = strict({ name: z.string().min(1), description: z.string() })
export type Label = z.infer<typeof Label>

/** The sum of all values, the last value (as for storage), or the highest. */
export const Aggregation = z.enum(['sum', 'last', 'max'])
export type Aggregation = z.infer<typeof Aggregation>

/**
 * A meter that counts costs below a cent: records are in a fraction of the unit, `perUnit` of which
 * make one unit, after they are multiplied by `markup`. Ten thousand micro-dollars are a cent.
 */
export const Recorded = strict({
  unit: z.string().min(1),
  perUnit: z.int().min(2),
  markup: z.int().min(1).default(1),
})
export type Recorded = z.infer<typeof Recorded>

export const Meter = strict({
  ...Label.shape,
  unit: z.string(),
  /** How a period's usage is counted from what is recorded. */
  aggregation: Aggregation.default('sum'),
  /** What is recorded, if that is smaller than the unit that limits and prices are in. */
  recorded: Recorded.optional(),
})
export type Meter = z.infer<typeof Meter>

const Trial = strict({
  /** Whether a trial needs a card to start. */
  card: z.enum(['required', 'optional']).default('required'),
  /** What happens when a trial ends without a card. */
  withoutCard: z.enum(['cancel', 'pause', 'invoice']).default('cancel'),
})

const Checkout = strict({
  /** Stripe Tax calculates the tax and asks for an address. */
  automaticTax: z.boolean().default(false),
  /** Prices include tax. It is said on the plans page, and Stripe's prices are inclusive. */
  taxIncluded: z.boolean().default(false),
  /** Companies may enter a tax id. */
  taxIds: z.boolean().default(false),
  promotionCodes: z.boolean().default(true),
})

const Changes = strict({
  /** Whether users may cancel immediately, and not only at the period's end. */
  cancelNow: z.boolean().default(false),
  pause: z.boolean().default(true),
})

const Lifetime = strict({
  /** Unused time of the current subscription is taken off the price. */
  credit: z.boolean().default(false),
})

/** What revokes a purchase, besides a full refund and a lost dispute, which always do. */
const Policies = strict({
  /** `full`: only a full refund revokes it. `any`: a partial refund does too. */
  refund: z.enum(['full', 'any']).default('full'),
  /** `lost`: only a lost dispute revokes it. `opened`: any open dispute does, until it is won. */
  dispute: z.enum(['lost', 'opened']).default('lost'),
  /** What happens to a subscription when one of its payments is disputed. */
  disputedSubscription: z.enum(['keep', 'cancel']).default('keep'),
  /** On an early fraud warning: tell staff, or refund and cancel before it becomes a dispute. */
  earlyFraud: z.enum(['tell_staff', 'refund']).default('tell_staff'),
})

/**
 * What is sold, as one typed object: see `catalogs/saas.ts`. Checked once at start, so that the
 * team finds its mistakes before customers do.
 */
export const Catalog = strict({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lowercase letters, digits and dashes'),
  /** How the product looks and what it is called. */
  brand: Brand.prefault({}),
  /** The plan of users who pay nothing. */
  defaultPlan: z.string(),
  /** Days of access after a failed payment, counted from the start of the unpaid period. */
  graceDays: z.int().nonnegative(),
  features: z.record(z.string(), Label),
  meters: z.record(z.string(), Meter),
  plans: z.array(Plan).min(1),
  staff: z.array(StaffGroup),
  trial: Trial.prefault({}),
  checkout: Checkout.prefault({}),
  changes: Changes.prefault({}),
  lifetime: Lifetime.prefault({}),
  policies: Policies.prefault({}),
})
export type Catalog = z.infer<typeof Catalog>

export type CatalogDraft = z.input<typeof Catalog>
