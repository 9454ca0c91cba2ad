import type { Groups } from './groups'
import type { People, Person } from './people'

export type MemoryCognito = Groups &
  People & {
    put(person: Person): void
    drop(username: string): void
  }

/** A user pool in memory: who is in it, and in which groups. */
export function memoryCognito(): MemoryCognito {
  const people = new Map<string, Person>()
  const groups = new Map<string, Set<string>>()

  /** By any name that Cognito's admin calls know a person by, as there. */
  const known = (name: string) =>
    people.get(name) ??
    [...people.values()].find(({ userId, email }) => userId === name || email === name)
  const groupsOf = (name: string) => groups.get(known(name)?.username ?? '')

  return {
    put(person) {
      people.set(person.username, { ...person })
      groups.set(person.username, groups.get(person.username) ?? new Set())
    },
    drop(username) {
      people.delete(username)
      groups.delete(username)
    },
    async find(username) {
      return structuredClone(known(username) ?? null)
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
    async ping() {},
  }
}
