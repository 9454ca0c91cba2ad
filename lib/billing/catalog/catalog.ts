import type { z } from 'zod'
import { mistakesIn } from './mistakes'
import { Catalog, type CatalogDraft, type Plan } from './schema'

/** Checks a catalog. Throws one error that lists every mistake with its place and how to fix it. */
export function defineCatalog(draft: CatalogDraft): Catalog {
  const parsed = Catalog.safeParse(draft)
  const mistakes = [
    ...(parsed.error?.issues ?? []),
    // Contradictions are listed too, unless a list or an object has the wrong type.
    ...(parsed.error?.issues.some(isShapeless) ? [] : mistakesIn(draft)),
  ]
  if (parsed.success && mistakes.length === 0) return parsed.data
  const lines = mistakes.map(({ path, message }) => `  ${placeIn(draft, path)}: ${message}`)
  const count = lines.length === 1 ? 'a mistake' : `${lines.length} mistakes`
  const error = new Error(
    `lib/billing/catalog/catalogs/${draft.name}.ts has ${count}:\n${[...new Set(lines)].join('\n')}`,
  )
  // A stack trace adds nothing to the list of mistakes.
  error.stack = error.message
  throw error
}

const isShapeless = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' && ['array', 'object', 'record'].includes(issue.expected)

/** `plans[2].prices[0].currency (of "pro")`: the plan's key is easier to find than its index. */
function placeIn(draft: CatalogDraft, path: readonly PropertyKey[]): string {
  const place = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
  const plan = path[0] === 'plans' && typeof path[1] === 'number' ? draft.plans[path[1]] : undefined
  return plan?.key ? `${place} (of "${plan.key}")` : place || 'at the top'
}

export const planByKey = (catalog: Pick<Catalog, 'plans'>, key: string): Plan | undefined =>
  catalog.plans.find((plan) => plan.key === key)

export function defaultPlan(catalog: Catalog): Plan {
  const plan = planByKey(catalog, catalog.defaultPlan)
  if (!plan) throw new Error(`The catalog "${catalog.name}" has no plan "${catalog.defaultPlan}"`)
  return plan
}

export const groupName = (prefix: string, group: string) => `${prefix}${group}`

/** The Cognito groups that Tollgate manages. It never changes any other group. */
export const managedGroups = (catalog: Catalog, prefix: string): string[] =>
  catalog.plans.map((plan) => groupName(prefix, plan.group))

export const sellsOneTime = (catalog: Catalog): boolean =>
  catalog.plans.some((plan) => plan.prices.some((price) => price.interval === 'once'))

/** Applies the environment's `GRACE_DAYS` and `TRIAL_DAYS` to a catalog. */
export const withSettings = (
  catalog: Catalog,
  { graceDays, trialDays }: { graceDays?: number | undefined; trialDays?: number | undefined },
): Catalog => ({
  ...catalog,
  graceDays: graceDays ?? catalog.graceDays,
  // A plan with 0 trial days never has a trial.
  plans: catalog.plans.map((plan) =>
    trialDays !== undefined && plan.trialDays ? { ...plan, trialDays } : plan,
  ),
})
