import type { AccessRules } from '@/lib/billing/access/status'
import { tokenGate } from '@/lib/billing/gates/token-gate'
import { pageRequirement } from './page-requirements'
import { refreshPath, signInPath } from './paths'
import type { Token } from './token'
import type { Users } from './users'

/**
 * Decides from the token of a page's request alone where its visitor goes: `null` lets them in, a
 * path sends them there. Reads no row and calls nothing, except for the pool's keys on first use. A
 * token that does not open the page may only be old, so `/refresh` has the last word on a refusal.
 */
export async function pageRedirect(
  { users, rules }: { users: Users; rules: AccessRules },
  request: Request,
): Promise<string | null> {
  const { pathname, search } = new URL(request.url)
  const requirement = pageRequirement(pathname, rules.catalog)
  if (!requirement) return null
  let token: Token | null
  try {
    token = await users.find(request)
  } catch {
    // The pool's keys can't be fetched. The page finds that out too, and shows an error.
    return null
  }
  const path = pathname + search
  if (!token) return signInPath(path)
  return tokenGate(requirement, token.groups, rules).kind === 'open' ? null : refreshPath(path)
}
