import { z } from 'zod'
import { closestTo } from './closest'

/**
 * What is sold, as one typed file: see `catalogs/saas.ts`. Parsed once at start, so that a mistake
 * is found by the team that made it and not by its customers.
 */
export const Price = strict({
  /** Stripe's lookup key: how the price is found, whatever its id. */
  lookupKey: z.string().min(1),
  interval: z.enum(['month', 'year', 'once']),
  currency: z.string().length(3).lowercase(),
  /** In the currency's smallest unit. */
  amountCents: z.int().nonnegative(),
  /** The same price for people who pay in another currency, each in its own smallest unit. */
  otherCurrencies: z.record(z.string().length(3).lowercase(), z.int().nonnegative()).optional(),
})
export type Price = z.infer<typeof Price>

export const Limit = z.object({
  /** How much the plan includes each period; `null` is no limit. */
  included: z.int().nonnegative().nullable(),
  /** Price of each unit beyond, in the smallest currency unit; absent means the limit is hard. */
  overageCents: z.number().positive().optional(),
  /** The same for people who pay in another currency. Without it the limit is hard for them. */
  otherCurrencies: z.record(z.string().length(3).lowercase(), z.number().positive()).optional(),
  /**
   * Lookup key of the Stripe price that bills it: graduated, on the meter, its first step free. All of
   * the usage goes to Stripe, which prices what is beyond.
   */
  meteredPrice: z.string().min(1).optional(),
})
export type Limit = z.infer<typeof Limit>

export const Plan = strict({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lowercase letters, digits and dashes'),
  name: z.string().min(1),
  description: z.string(),
  /** Higher includes lower. Only plans are ranked here; staff have a ladder of their own. */
  rank: z.int().nonnegative(),
  /** Cognito group, without the prefix. */
  group: z.string().min(1),
  prices: z.array(Price),
  features: z.array(z.string()),
  permissions: z.array(z.string()),
  limits: z.record(z.string(), strict(Limit.shape)),
  /** `0` is no trial, even where `TRIAL_DAYS` gives one to every plan. */
  trialDays: z.int().nonnegative().optional(),
  graceDays: z.int().nonnegative().optional(),
  /** How many one person may buy at once: seats. */
  maxQuantity: z.int().positive().max(100_000).default(1),
  /** Cognito's, for the group: lower comes first. It decides no access. */
  precedence: z.int().nonnegative().optional(),
  /** Sold by talking to people: no checkout, a "contact us" instead of a price. */
  custom: z.boolean().optional(),
})
export type Plan = z.infer<typeof Plan>

export const StaffGroup = strict({
  group: z.string().min(1),
  rank: z.int().nonnegative(),
  /** Put into the token beside those of the person's plan. */
  permissions: z.array(z.string()).default([]),
  precedence: z.int().nonnegative().optional(),
})
export type StaffGroup = z.infer<typeof StaffGroup>

/** A feature or a meter, as people read it. */
export const Label = strict({ name: z.string().min(1), description: z.string() })
export type Label = z.infer<typeof Label>

export const Meter = strict({
  ...Label.shape,
  unit: z.string(),
  /** Whether a period's usage is the sum of what was recorded, or the last of it (as of storage). */
  aggregation: z.enum(['sum', 'last']).default('sum'),
})
export type Meter = z.infer<typeof Meter>

const Trial = strict({
  /** Whether a trial begins without a card. */
  card: z.enum(['required', 'optional']).default('required'),
  /** What becomes of a trial that ends without one. */
  withoutCard: z.enum(['cancel', 'pause', 'invoice']).default('cancel'),
})

const Checkout = strict({
  /** Stripe Tax works out the tax, and asks for an address. */
  automaticTax: z.boolean().default(false),
  /** Companies may give their tax id. */
  taxIds: z.boolean().default(false),
  promotionCodes: z.boolean().default(true),
})

const Changes = strict({
  /** Whether people may end a subscription at once, and not just at the period's end. */
  cancelNow: z.boolean().default(false),
  pause: z.boolean().default(true),
})

const Lifetime = strict({
  /** What is left of a running subscription's paid period comes off the price. */
  credit: z.boolean().default(false),
})

/** What takes a purchase away, beside a full refund and a lost dispute, which always do. */
const Policies = strict({
  /** `full`: only when all of it was paid back. `any`: already when a part was. */
  refund: z.enum(['full', 'any']).default('full'),
  /** `lost`: it stays open until the bank has decided. `opened`: it closes at once, and a win opens it again. */
  dispute: z.enum(['lost', 'opened']).default('lost'),
  /** A payment for a running subscription is disputed: leave it, or cancel it. */
  disputedSubscription: z.enum(['keep', 'cancel']).default('keep'),
  /** The card's owner may not be the one who paid: tell staff, or refund and cancel before it is disputed. */
  earlyFraud: z.enum(['tell_staff', 'refund']).default('tell_staff'),
})

export const Catalog = strict({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lowercase letters, digits and dashes'),
  /** The plan of somebody who pays nothing. */
  defaultPlan: z.string(),
  /** Days a failed payment keeps working, counted from the start of the unpaid period. */
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

/** An object that refuses what it doesn't know: a misspelt setting is one that was never set. */
function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      const known = Object.keys(shape)
      return issue.keys
        .map((key) => {
          const meant = closestTo(key, known)
          return `there is no "${key}"${meant ? `; did you mean "${meant}"?` : `, only ${known.join(', ')}`}`
        })
        .join('; ')
    },
  })
}
