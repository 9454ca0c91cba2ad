import type { Token } from '@/lib/auth/token'
import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access/status'
import { staffOf } from '@/lib/billing/gates/entitlements'
import { staffGate } from '@/lib/billing/gates/gates'
import { AppError } from '@/lib/errors'

/** The staff groups that routes ask for; each includes those above it. */
export type StaffRole = 'support' | 'managers' | 'admins'

export type StaffServices = { users: Users; rules: AccessRules }

/**
 * The caller's token, if it puts them in `role` or above; else throws `forbidden`, or what
 * `users.require` throws. What a user pays for never counts here.
 */
export async function requireStaff(
  { users, rules }: StaffServices,
  request: Request,
  role: StaffRole,
): Promise<Token> {
  const token = await users.require(request)
  const { catalog, groupPrefix } = rules
  const staff = staffOf(token.groups, catalog, groupPrefix)
  const gate = staffGate(role, { staff }, catalog.staff)
  if (gate.kind === 'open') return token
  throw forStaff(role)
}

export const forStaff = (group: string) =>
  new AppError('forbidden', `This is for staff in the group "${group}" or above.`)
