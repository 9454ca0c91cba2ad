import type { Page } from '@/lib/pagination'
import type { FoundPerson } from './people'

/** A user's Cognito groups. A deleted user has none, and adding one to a group does nothing. */
export type Groups = {
  of(username: string): Promise<string[]>
  add(username: string, group: string): Promise<void>
  remove(username: string, group: string): Promise<void>
  /** Lists the members of a group, 60 per page. */
  members(group: string, after: string | null): Promise<Page<FoundPerson>>
  /** Makes one cheap call. Throws if Cognito is unreachable or the pool doesn't exist. */
  ping(): Promise<void>
}
