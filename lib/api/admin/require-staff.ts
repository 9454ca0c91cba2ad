import { liveGroupsOf } from '@/lib/api/live-callers'
import type { Token } from '@/lib/auth/token'
import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access/status'
import { staffOf } from '@/lib/billing/gates/entitlements'
import { staffGate } from '@/lib/billing/gates/gates'
import { AppError } from '@/lib/errors'
import type { LiveGroupServices } from '@/lib/identity/live-groups'
import type { Log } from '@/lib/log'
import type { RateLimiter } from '@/lib/rate-limits'

/** The staff groups that routes ask for; each includes those above it. */
export type StaffRole = 'support' | 'managers' | 'admins'

export type StaffServices = LiveGroupServices & {
  users: Users
  rules: AccessRules
  rateLimiter: RateLimiter
  log: Log
}

/**
 * The caller's token, if it puts them in `role` or above, and Cognito says so, too; else throws
 * `forbidden`, or what `users.require` throws. The token is older than the answer: its user may have
 * been taken out of the group, disabled or deleted since. What a user pays for never counts here.
 */
export async function requireStaff(
  services: StaffServices,
  request: Request,
  role: StaffRole,
): Promise<Token> {
  const { users, rules } = services
  const token = await users.require(request)
  // First by the token, so that customers cost no call.
  if (!isStaff(token.groups, role, rules)) throw forStaff(role)
  const groups = await liveGroupsOf(services, token, users.accessToken(request))
  if (!isStaff(groups, role, rules)) throw forStaff(role)
  return { ...token, groups }
}

function isStaff(
  groups: readonly string[],
  role: StaffRole,
  { catalog, groupPrefix }: AccessRules,
): boolean {
  const staff = staffOf(groups, catalog, groupPrefix)
  return staffGate(role, { staff }, catalog.staff).kind === 'open'
}

export const forStaff = (group: string) =>
  new AppError('forbidden', `This is for staff in the group "${group}" or above.`)
