import { z } from 'zod'
import type { AccessRules } from '@/lib/billing/access/status'
import type { Catalog } from '@/lib/billing/catalog/schema'
import {
  compareCosts,
  currenciesOf,
  intervalsOf,
  mostUsage,
  type PlanCost,
  type Usage,
} from '@/lib/billing/pricing/cost'
import { AppError } from '@/lib/errors'
import { handle, readQuery } from '@/lib/http'
import type { Log } from '@/lib/log'
import { publicJson } from './plans'

/** GET /api/plans/compare: what each plan costs for a month's usage, and which is the cheapest. */
export const comparePlans = (services: { rules: AccessRules; log: Log }) =>
  handle(services, async (request) => {
    const { catalog } = services.rules
    refuseTwice(request)
    const usage = readQuery(request, UsageAsked(catalog))
    const terms = readQuery(request, TermsAsked(catalog))
    const { costs, cheapest } = compareCosts(catalog.plans, usage, terms)
    return publicJson({
      ...terms,
      usage,
      cheapest,
      plans: costs.map((cost) => ({ ...answer(cost), cheapest: cost.plan === cheapest })),
    })
  })

/** What can't be had by these terms says so in the same place where others say what they cost. */
function answer(cost: PlanCost) {
  if (cost.kind !== 'priced') return { plan: cost.plan, sold: false, reason: cost.kind }
  const { kind: _, exceeded, ...amounts } = cost
  return { sold: true, ...amounts, fits: exceeded.length === 0, exceeded }
}

/** Whole numbers as people write them: no sign, fraction, exponent or other notation. */
const Amount = z
  .string()
  .regex(/^\d{1,10}$/, 'expected a whole number: the monthly usage')
  .transform(Number)
  .refine((amount) => amount <= mostUsage, `want at most ${mostUsage}`)
  .optional()

/** Strict: a meter that isn't there is refused, not taken for one that costs nothing. */
function UsageAsked({ meters }: Catalog): z.ZodType<Usage> {
  const known = [...Object.keys(meters), ...Object.keys(elsewhere)]
  const shape: Record<string, z.ZodType<number | undefined>> = {
    ...Object.fromEntries(Object.keys(meters).map((meter) => [meter, Amount])),
    ...elsewhere,
  }
  return z
    .strictObject(shape, {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? `Ask for ${words(known)}, and nothing else.` : undefined,
    })
    .transform((usage) =>
      Object.fromEntries(
        Object.entries(usage).flatMap(([meter, amount]) =>
          amount === undefined ? [] : [[meter, amount] as const],
        ),
      ),
    )
}

/** Read by `TermsAsked`. */
const elsewhere = {
  interval: z
    .any()
    .transform(() => undefined)
    .optional(),
  currency: z
    .any()
    .transform(() => undefined)
    .optional(),
}

const TermsAsked = ({ plans }: Catalog) =>
  z.object({ interval: oneOf(intervalsOf(plans)), currency: oneOf(currenciesOf(plans)) })

/** The first where none is named. */
function oneOf<Value extends string>(values: Value[]) {
  const [first] = values
  if (first === undefined) throw new AppError('not_found', 'There are no plans for sale.')
  return z.enum(values, { error: `expected ${words(values)}` }).default(first)
}

/** Which of two was meant nobody can tell. */
function refuseTwice(request: Request) {
  const names = [...new URL(request.url).searchParams.keys()]
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) {
    throw new AppError('invalid_request', `${twice.slice(0, 60)}: send it only once.`)
  }
}

const words = (values: readonly string[]) =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(values)
