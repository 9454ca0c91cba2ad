import { type Page, pageOf } from '@/lib/pagination'
import type { Groups } from './groups'
import type { FoundPerson, People, Person } from './people'
import type { Sessions } from './sessions'

export type MemoryCognito = Groups &
  People &
  Sessions & {
    put(person: Person, state?: { confirmed: boolean }): void
    drop(username: string): void
    /** Disables a user, or enables them again. */
    setEnabled(username: string, enabled: boolean): void
    /** Revokes the tokens that a user has. */
    signOutEverywhere(username: string): void
    /** Puts a user into groups, without a call. */
    enroll(username: string, groups: readonly string[]): void
  }

/** A user pool in memory: its users and their groups. */
export function memoryCognito(): MemoryCognito {
  const people = new Map<string, Person>()
  const unconfirmed = new Set<string>()
  const disabled = new Set<string>()
  const signedOut = new Set<string>()
  const groups = new Map<string, Set<string>>()

  /** Finds a user by any name that Cognito's admin calls accept. */
  const known = (name: string) =>
    people.get(name) ??
    [...people.values()].find(({ userId, email }) => userId === name || email === name)
  const groupsOf = (name: string) => groups.get(known(name)?.username ?? '')

  const found = (username: string): FoundPerson | null => {
    const person = people.get(username)
    return person ? { ...person, enabled: !disabled.has(username) } : null
  }
  const page = (usernames: string[], after: string | null): Page<FoundPerson> => {
    const { items, next } = pageOf(usernames.sort(), after, 60)
    return { items: items.flatMap((name) => found(name) ?? []), next }
  }

  return {
    put(person, { confirmed } = { confirmed: true }) {
      people.set(person.username, { ...person })
      groups.set(person.username, groups.get(person.username) ?? new Set())
      if (confirmed) unconfirmed.delete(person.username)
      else unconfirmed.add(person.username)
    },
    drop(username) {
      people.delete(username)
      unconfirmed.delete(username)
      disabled.delete(username)
      groups.delete(username)
    },
    setEnabled(username, enabled) {
      if (enabled) disabled.delete(username)
      else disabled.add(username)
    },
    signOutEverywhere(username) {
      signedOut.add(username)
    },
    enroll(username, joined) {
      for (const group of joined) groupsOf(username)?.add(group)
    },
    async isRevoked(accessToken) {
      const person = people.get(usernameIn(accessToken))
      return !person || disabled.has(person.username) || signedOut.has(person.username)
    },
    async find(username) {
      return found(known(username)?.username ?? '')
    },
    async list(who, after) {
      return page([...(who === 'all' ? people.keys() : unconfirmed)], after)
    },
    async count() {
      return people.size
    },
    async of(username) {
      return [...(groupsOf(username) ?? [])]
    },
    async add(username, group) {
      groupsOf(username)?.add(group)
    },
    async remove(username, group) {
      groupsOf(username)?.delete(group)
    },
    async members(group, after) {
      const members = [...groups].flatMap(([name, held]) => (held.has(group) ? [name] : []))
      return page(members, after)
    },
    async ping() {},
  }
}

/** A user who signed out everywhere stays so here: no test needs their next token. */
function usernameIn(accessToken: string): string {
  const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString())
  return claims.username
}
