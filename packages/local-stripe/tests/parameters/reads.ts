/** Parameters whose reads are noted in `reads`, by path without positions: `items.price`. */
export function watched<T>(value: T, reads: Set<string>, path = ''): T {
  if (typeof value !== 'object' || value === null) return value
  // A copy (`{ ...params }`) asks for the descriptor of a key just before its value. It is not a
  // read: what was copied may never be looked at.
  let copied: PropertyKey | null = null
  return new Proxy(value as object, {
    getOwnPropertyDescriptor(target, key) {
      copied = key
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
    has(target, key) {
      note(key)
      return Reflect.has(target, key)
    },
    get(target, key, receiver) {
      if (copied !== key) note(key)
      copied = null
      const inner = Reflect.get(target, key, Array.isArray(target) ? target : receiver)
      if (typeof key === 'symbol' || typeof inner === 'function') return inner
      return watched(inner, reads, Array.isArray(target) ? path : join(path, key))
    },
  }) as T

  function note(key: PropertyKey): void {
    if (typeof key === 'string' && !Array.isArray(value)) reads.add(join(path, key))
  }
}

const join = (path: string, key: string) => (path ? `${path}.${key}` : key)
