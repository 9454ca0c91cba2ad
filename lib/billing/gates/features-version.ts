import { createHash } from 'node:crypto'
import type { Entitlements } from './entitlements'

/**
 * A short hash of a user's entitlements. It changes with their plan, and when the team edits what
 * the plan includes. A client that sees a new hash in its token fetches its entitlements again.
 */
export function featuresVersion({ plan, features, permissions, limits }: Entitlements): string {
  const text = JSON.stringify([
    plan,
    [...features].sort(),
    [...permissions].sort(),
    Object.entries(limits)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([meter, { included, overageCents = null }]) => [meter, included, overageCents]),
  ])
  return createHash('sha256').update(text).digest('base64url').slice(0, 10)
}
