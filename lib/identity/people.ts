import type { Page } from '@/lib/page'

export type Person = { userId: string; username: string; email: string | null }

/** Who exists, according to Cognito. */
export type People = {
  /** By username, `sub` or email address, as Cognito has it; `null` if there is nobody. */
  find(username: string): Promise<Person | null>
  /** Everybody, or only those who never confirmed their address; 60 a page. */
  list(who: 'all' | 'unconfirmed', after: string | null): Promise<Page<Person>>
  /** About how many there are, in one call; `null` where nobody counts. */
  count(): Promise<number | null>
}
