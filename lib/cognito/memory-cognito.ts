import type { Groups } from './groups'
import type { People, Person } from './people'

/** A user pool in memory: who is in it, and in which groups. */
export function memoryCognito(): Groups &
  People & { put(person: Person): void; drop(username: string): void } {
  const people = new Map<string, Person>()
  const groups = new Map<string, Set<string>>()

  return {
    put(person) {
      people.set(person.username, { ...person })
    },
    drop(username) {
      people.delete(username)
      groups.delete(username)
    },
    async find(username) {
      return structuredClone(people.get(username) ?? null)
    },
    async of(username) {
      return [...(groups.get(username) ?? [])]
    },
    async add(username, group) {
      if (!people.has(username)) return
      groups.set(username, new Set([...(groups.get(username) ?? []), group]))
    },
    async remove(username, group) {
      groups.get(username)?.delete(group)
    },
    async ping() {},
  }
}
