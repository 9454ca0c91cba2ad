import { z } from 'zod'

/**
 * What is sold, as one typed file: see `catalogs/saas.ts`. Parsed once at start, so that a mistake
 * is found by the team that made it and not by its customers.
 */
export const Price = z.object({
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

export const Plan = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and dashes'),
  name: z.string().min(1),
  description: z.string(),
  /** Higher includes lower. Only plans are ranked here; staff have a ladder of their own. */
  rank: z.int().nonnegative(),
  /** Cognito group, without the prefix. */
  group: z.string().min(1),
  prices: z.array(Price),
  features: z.array(z.string()),
  permissions: z.array(z.string()),
  limits: z.record(z.string(), Limit),
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

export const StaffGroup = z.object({
  group: z.string().min(1),
  rank: z.int().nonnegative(),
  /** Put into the token beside those of the person's plan. */
  permissions: z.array(z.string()).default([]),
  precedence: z.int().nonnegative().optional(),
})
export type StaffGroup = z.infer<typeof StaffGroup>

/** A feature or a meter, as people read it. */
export const Label = z.object({ name: z.string().min(1), description: z.string() })
export type Label = z.infer<typeof Label>

export const Meter = Label.extend({
  unit: z.string(),
  /** Whether a period's usage is the sum of what was recorded, or the last of it (as of storage). */
  aggregation: z.enum(['sum', 'last']).default('sum'),
})
export type Meter = z.infer<typeof Meter>

const Trial = z.object({
  /** Whether a trial begins without a card. */
  card: z.enum(['required', 'optional']).default('required'),
  /** What becomes of a trial that ends without one. */
  withoutCard: z.enum(['cancel', 'pause', 'invoice']).default('cancel'),
})

const Checkout = z.object({
  /** Stripe Tax works out the tax, and asks for an address. */
  automaticTax: z.boolean().default(false),
  /** Companies may give their tax id. */
  taxIds: z.boolean().default(false),
  promotionCodes: z.boolean().default(true),
})

const Changes = z.object({
  /** Whether people may end a subscription at once, and not just at the period's end. */
  cancelNow: z.boolean().default(false),
  pause: z.boolean().default(true),
})

const Lifetime = z.object({
  /** What is left of a running subscription's paid period comes off the price. */
  credit: z.boolean().default(false),
})

/** What takes a purchase away, beside a full refund and a lost dispute, which always do. */
const Policies = z.object({
  /** `full`: only when all of it was paid back. `any`: already when a part was. */
  refund: z.enum(['full', 'any']).default('full'),
  /** `lost`: it stays open until the bank has decided. `opened`: it closes at once, and a win opens it again. */
  dispute: z.enum(['lost', 'opened']).default('lost'),
  /** A payment for a running subscription is disputed: leave it, or cancel it. */
  disputedSubscription: z.enum(['keep', 'cancel']).default('keep'),
  /** The card's owner may not be the one who paid: tell staff, or refund and cancel before it is disputed. */
  earlyFraud: z.enum(['tell_staff', 'refund']).default('tell_staff'),
})

export const Catalog = z
  .object({
    name: z.string().min(1),
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
  .superRefine((catalog, context) => {
    const complain = (message: string, path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path })

    const base = planByKey(catalog, catalog.defaultPlan)
    if (!base) complain(`name one of the plans, not "${catalog.defaultPlan}"`, ['defaultPlan'])
    const below = catalog.plans.find((plan) => base && plan.rank < base.rank)
    if (below) {
      complain(`who buys "${below.key}" would lose rank: rank the default plan lowest`, [
        'defaultPlan',
      ])
    }
    const unique: Record<string, (string | number)[]> = {
      key: catalog.plans.map((plan) => plan.key),
      // A price's nickname may be a plan's name, however it is written.
      name: catalog.plans.map((plan) => plan.name.trim().toLowerCase()),
      rank: catalog.plans.map((plan) => plan.rank),
      group: [...catalog.plans, ...catalog.staff].map((holder) => holder.group),
      lookupKey: catalog.plans.flatMap((plan) => [
        ...plan.prices.map((price) => price.lookupKey),
        ...Object.values(plan.limits).flatMap(({ meteredPrice }) => meteredPrice ?? []),
      ]),
    }
    for (const [field, values] of Object.entries(unique)) {
      const twice = values.find((value, at) => values.indexOf(value) !== at)
      if (twice !== undefined) complain(`${field} "${twice}" is used twice`, ['plans'])
    }
    catalog.plans.forEach((plan, at) => {
      for (const feature of plan.features) {
        if (!Object.hasOwn(catalog.features, feature)) {
          complain(`describe the feature "${feature}" under "features"`, ['plans', at, 'features'])
        }
      }
      for (const meter of Object.keys(plan.limits)) {
        if (!Object.hasOwn(catalog.meters, meter)) {
          complain(`describe the meter "${meter}" under "meters"`, ['plans', at, 'limits'])
        }
      }
    })
  })
export type Catalog = z.infer<typeof Catalog>

/** Checks a catalog; throws an error that names the file, the place in it and the remedy. */
export function defineCatalog(catalog: z.input<typeof Catalog>): Catalog {
  const parsed = Catalog.safeParse(catalog)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(
    `lib/billing/catalogs/${catalog.name}.ts, at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`,
  )
}

export const planByKey = (catalog: Pick<Catalog, 'plans'>, key: string): Plan | undefined =>
  catalog.plans.find((plan) => plan.key === key)

export function defaultPlan(catalog: Catalog): Plan {
  const plan = planByKey(catalog, catalog.defaultPlan)
  if (!plan) throw new Error(`The catalog "${catalog.name}" has no plan "${catalog.defaultPlan}"`)
  return plan
}

/** The cheapest plan that includes a feature: what a refusal should offer. */
export const planWithFeature = (catalog: Catalog, feature: string): Plan | undefined =>
  [...catalog.plans].sort((a, b) => a.rank - b.rank).find((plan) => plan.features.includes(feature))

export const groupName = (prefix: string, group: string) => `${prefix}${group}`

/** Every Cognito group that Tollgate manages. Any other group belongs to somebody else. */
export const managedGroups = (catalog: Catalog, prefix: string): string[] =>
  catalog.plans.map((plan) => groupName(prefix, plan.group))

export const sellsOneTime = (catalog: Catalog): boolean =>
  catalog.plans.some((plan) => plan.prices.some((price) => price.interval === 'once'))
