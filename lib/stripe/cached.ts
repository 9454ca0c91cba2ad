/** Prices and products rarely change, and a deployment that changes them restarts the process. */
const cachedMs = 10 * 60_000

/** `fetch`, called at most once per key in ten minutes. A failed call is not cached. */
export function cached<T>(fetch: (key: string) => Promise<T>) {
  const entries = new Map<string, { value: Promise<T>; until: number }>()
  const ask = (key: string): Promise<T> => {
    const hit = entries.get(key)
    if (hit && hit.until > Date.now()) return hit.value
    const entry = { value: fetch(key), until: Date.now() + cachedMs }
    entries.set(key, entry)
    entry.value.catch(() => {
      if (entries.get(key) === entry) entries.delete(key)
    })
    return entry.value
  }
  return Object.assign(ask, { forget: () => entries.clear() })
}
