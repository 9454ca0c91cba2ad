import type { Token } from '@/lib/auth/token'
import type { Users } from '@/lib/auth/users'
import type { AccessRules } from '@/lib/billing/access/status'
import { staffOf } from '@/lib/billing/gates/entitlements'
import { staffGate } from '@/lib/billing/gates/gates'
import { AppError } from '@/lib/errors'

/** The staff groups that endpoints ask for; each includes those above it. */
export type StaffGroup = 'support' | 'managers' | 'admins'

/**
 * Who is asking, if their verified token has them in `group` or above; else throws `forbidden`, or
 * what `users.require` throws. What somebody pays for never counts here.
 */
export async function requireStaff(
  { users, rules }: { users: Users; rules: AccessRules },
  request: Request,
  group: StaffGroup,
): Promise<Token> {
  const token = await users.require(request)
  const { catalog, groupPrefix } = rules
  const staff = staffOf(token.groups, catalog, groupPrefix)
  const gate = staffGate(group, { staff }, catalog.staff)
  if (gate.kind === 'open') return token
  throw forStaff(group)
}

export const forStaff = (group: string) =>
  new AppError('forbidden', `This is for staff in the group "${group}" or above.`)
