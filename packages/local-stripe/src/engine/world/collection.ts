import type { Resource } from './types'

/** Called with a function that undoes a write. A failed transaction runs these in reverse order. */
export type Journal = (undo: () => void) => void

/**
 * Objects of one kind, in the order they were created. Stored objects are immutable: a change puts
 * a new object, so an event can keep the old one without copying it.
 */
export class Collection<T extends Resource> {
  readonly #items = new Map<string, T>()
  readonly #indexes = new Map<keyof T, Map<unknown, Set<string>>>()

  constructor(
    readonly name: string,
    readonly journal: Journal,
    indexed: (keyof T)[] = [],
  ) {
    for (const field of indexed) this.#indexes.set(field, new Map())
  }

  get(id: string): T | undefined {
    return this.#items.get(id)
  }

  put(item: T): T {
    const before = this.#items.get(item.id)
    this.#write(item.id, item)
    this.journal(() => this.#write(item.id, before))
    return item
  }

  delete(id: string): void {
    const before = this.#items.get(id)
    if (!before) return
    this.#write(id, undefined)
    this.journal(() => this.#write(id, before))
  }

  /** Oldest first. */
  all(): T[] {
    return [...this.#items.values()]
  }

  oldest(): T | undefined {
    return this.#items.values().next().value
  }

  /** The items whose field has this value, oldest first. Uses an index if the field has one. */
  where<K extends keyof T>(field: K, value: T[K]): T[] {
    const index = this.#indexes.get(field)
    if (!index) return this.all().filter((item) => item[field] === value)
    const ids = index.get(value)
    if (!ids) return []
    return [...ids].flatMap((id) => this.#items.get(id) ?? [])
  }

  get size(): number {
    return this.#items.size
  }

  load(items: T[]): void {
    this.#items.clear()
    for (const index of this.#indexes.values()) index.clear()
    for (const item of items) this.#write(item.id, item)
  }

  #write(id: string, item: T | undefined): void {
    const before = this.#items.get(id)
    if (item) this.#items.set(id, item)
    else this.#items.delete(id)
    for (const [field, index] of this.#indexes) {
      if (before && item && before[field] === item[field]) continue
      if (before) index.get(before[field])?.delete(id)
      if (item) {
        const ids = index.get(item[field])
        if (ids) ids.add(id)
        else index.set(item[field], new Set([id]))
      }
    }
  }
}
