/**
 * Returns an event's `data.previous_attributes`: the old values of all fields that changed. Inside
 * hashes only the changed keys are listed; arrays are listed whole, as Stripe does.
 */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  const was = before as Record<string, unknown>
  const is = after as Record<string, unknown>
  const previous: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (same(was[key], is[key])) continue
    previous[key] =
      isPlain(was[key]) && isPlain(is[key])
        ? previousAttributes(was[key], is[key])
        : (was[key] ?? null)
  }
  return previous
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => same(item, b[i]))
  }
  if (isPlain(a) && isPlain(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)])
    return [...keys].every((key) => same(a[key], b[key]))
  }
  return false
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
