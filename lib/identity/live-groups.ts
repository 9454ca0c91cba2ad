import type { Groups } from './groups'
import { findSame, type People, type Person } from './people'
import type { Sessions } from './sessions'

export type LiveGroupServices = {
  people: Pick<People, 'find'>
  groups: Pick<Groups, 'of'>
  sessions: Sessions
}

/**
 * The groups that a token's user is in now, by Cognito and not by the token, which may be a day old.
 * None for a user who was deleted or disabled, whose name another user has, or who signed out
 * everywhere since `accessToken` was issued.
 */
export async function liveGroups(
  { people, groups, sessions }: LiveGroupServices,
  user: Pick<Person, 'userId' | 'username'>,
  accessToken: string | null,
): Promise<string[]> {
  const [person, held, isRevoked] = await Promise.all([
    findSame(people, user),
    groups.of(user.username),
    accessToken !== null && sessions.isRevoked(accessToken),
  ])
  return person?.enabled && !isRevoked ? held : []
}
