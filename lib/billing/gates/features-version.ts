import { createHash } from 'node:crypto'
import type { Entitlements } from './entitlements'

/**
 * A short name for what somebody may do: it changes when their plan does, and when a team edits what
 * the plan includes. A client that finds another in its token asks for its entitlements again.
 */
export function featuresVersion({ plan, features, permissions, limits }: Entitlements): string {
  const said = JSON.stringify([
    plan,
    [...features].sort(),
    [...permissions].sort(),
    Object.entries(limits)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([meter, { included, overageCents = null }]) => [meter, included, overageCents]),
  ])
  return createHash('sha256').update(said).digest('base64url').slice(0, 10)
}
