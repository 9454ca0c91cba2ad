import type { Page } from '@/lib/pagination'

export type Person = { userId: string; username: string; email: string | null }

/** A user as Cognito has them now. A disabled one can't sign in, but keeps the tokens they have. */
export type FoundPerson = Person & { enabled: boolean }

/** The users in Cognito's pool. */
export type People = {
  /** Finds a user by username, `sub` or email address; `null` if there is none. */
  find(username: string): Promise<FoundPerson | null>
  /** Lists all users, or only those with an unconfirmed address, 60 per page. */
  list(who: 'all' | 'unconfirmed', after: string | null): Promise<Page<FoundPerson>>
  /** Estimates the number of users, in one call; `null` if the backend has no estimate. */
  count(): Promise<number | null>
}

/**
 * The user that `username` names now, if it is still the same user. A username is not an identity:
 * after a deletion, another user may sign up with it, and Cognito also finds users by their aliases.
 */
export async function findSame(
  people: Pick<People, 'find'>,
  { userId, username }: Pick<Person, 'userId' | 'username'>,
): Promise<FoundPerson | null> {
  const found = await people.find(username)
  return found?.userId === userId ? found : null
}
