import type { Page } from '@/lib/page'
import type { Person } from './people'

/** A person's Cognito groups. A person who is gone has none, and putting them in one does nothing. */
export type Groups = {
  of(username: string): Promise<string[]>
  add(username: string, group: string): Promise<void>
  remove(username: string, group: string): Promise<void>
  /** Who is in a group, 60 a page. */
  members(group: string, after: string | null): Promise<Page<Person>>
  /** One cheap call: throws if Cognito can't be reached or the pool isn't there. */
  ping(): Promise<void>
}
