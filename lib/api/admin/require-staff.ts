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
 * The caller's token, if it puts them in `role` or above; else throws `forbidden`, or what
 * `users.require` throws. What a user pays for never counts here.
 */
export async function requireStaff(
  { users, rules }: Pick<StaffServices, 'users' | 'rules'>,
  request: Request,
  role: StaffRole,
): Promise<Token> {
  const token = await users.require(request)
  if (!isStaff(token.groups, role, rules)) throw forStaff(role)
  return token
}

/**
 * Asks Cognito whether the caller is still in `role` or above; else throws `forbidden`. The token
 * may be older: its user may have been taken out of the group, disabled or deleted since.
 */
export async function confirmStaff(
  services: StaffServices,
  request: Request,
  token: Token,
  role: StaffRole,
): Promise<Token> {
  const accessToken = services.users.accessToken(request)
  const groups = await liveGroupsOf(services, token, accessToken)
  if (!isStaff(groups, role, services.rules)) throw forStaff(role)
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
