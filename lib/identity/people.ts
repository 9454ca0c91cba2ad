import type { Page } from '@/lib/page'

export type Person = { userId: string; username: string; email: string | null }

/** The users in Cognito's pool. */
export type People = {
  /** Finds a user by username, `sub` or email address; `null` if there is none. */
  find(username: string): Promise<Person | null>
  /** Lists all users, or only those with an unconfirmed address, 60 per page. */
  list(who: 'all' | 'unconfirmed', after: string | null): Promise<Page<Person>>
  /** Estimates the number of users, in one call; `null` if the backend has no estimate. */
  count(): Promise<number | null>
}
