import type { Access } from './access'

const sameList = (a: readonly string[], b: readonly string[]) =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort())

export const sameGroups = (a: Pick<Access, 'groups'>, b: Pick<Access, 'groups'>) =>
  sameList(a.groups, b.groups)

/** Whether two decisions allow the same things, whatever their dates and reasons. */
export const sameAccess = (a: Access, b: Access) =>
  a.plan === b.plan &&
  sameGroups(a, b) &&
  sameList(a.features, b.features) &&
  sameList(a.permissions, b.permissions)
