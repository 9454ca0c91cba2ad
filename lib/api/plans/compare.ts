import { z } from 'zod'
import { type HandlerServices, handle } from '@/lib/api/handle'
import type { AccessRules } from '@/lib/billing/access/status'
import type { Catalog } from '@/lib/billing/catalog/schema'
import {
  compareCosts,
  currenciesOf,
  intervalsOf,
  maxUsage,
  type PlanCost,
  type Usage,
} from '@/lib/billing/pricing/cost'
import { AppError } from '@/lib/errors'
import { parse } from '@/lib/http'
import { planRoutes } from './routes'

/** GET /api/plans/compare: what each plan costs for a month's usage, and which is the cheapest. */
export const comparePlans = (services: HandlerServices & { rules: AccessRules }) =>
  handle(services, planRoutes.comparePlans, async ({ request }) => {
    const { catalog } = services.rules
    // Which parameters there are depends on the catalog, so the route's own schema can't know them.
    const asked = oncePerName(new URL(request.url).searchParams)
    const usage = parse(UsageQuery(catalog), asked)
    const terms = parse(TermsQuery(catalog), asked)
    const { costs, cheapest } = compareCosts(catalog.plans, usage, terms)
    return {
      ...terms,
      usage,
      cheapest,
      plans: costs.map((cost) => answer(cost, cost.plan === cheapest)),
    }
  })

/** A plan that isn't sold on these terms says so where the others say what they cost. */
function answer(cost: PlanCost, cheapest: boolean) {
  if (cost.kind !== 'priced') {
    return { plan: cost.plan, sold: false as const, reason: cost.kind, cheapest }
  }
  const { kind: _, exceeded, ...amounts } = cost
  return { sold: true as const, ...amounts, fits: exceeded.length === 0, exceeded, cheapest }
}

/** Whole numbers as people write them: no sign, fraction, exponent or other notation. */
const Amount = z
  .string()
  .regex(/^\d{1,10}$/, 'expected a whole number: the monthly usage')
  .transform(Number)
  .refine((amount) => amount <= maxUsage, `want at most ${maxUsage}`)
  .optional()

/** Strict: a meter that doesn't exist is refused, not counted as one that costs nothing. */
function UsageQuery({ meters }: Catalog): z.ZodType<Usage> {
  const known = [...Object.keys(meters), ...Object.keys(termsOnly)]
  const shape: Record<string, z.ZodType<number | undefined>> = {
    ...Object.fromEntries(Object.keys(meters).map((meter) => [meter, Amount])),
    ...termsOnly,
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

/** Parameters that are no meters: `TermsQuery` reads them. */
const termsOnly = {
  interval: z
    .any()
    .transform(() => undefined)
    .optional(),
  currency: z
    .any()
    .transform(() => undefined)
    .optional(),
}

const TermsQuery = ({ plans }: Catalog) =>
  z.object({ interval: oneOf(intervalsOf(plans)), currency: oneOf(currenciesOf(plans)) })

/** The first value if none is given. */
function oneOf<Value extends string>(values: Value[]) {
  const [first] = values
  if (first === undefined) throw new AppError('not_found', 'There are no plans for sale.')
  return z.enum(values, { error: `expected ${words(values)}` }).default(first)
}

/** If a parameter is given twice, we can't tell which one was meant. */
function oncePerName(params: URLSearchParams): Record<string, string> {
  const names = [...params.keys()]
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) {
    throw new AppError('invalid_request', `${twice.slice(0, 60)}: send it only once.`)
  }
  return Object.fromEntries(params)
}

const words = (values: readonly string[]) =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(values)
