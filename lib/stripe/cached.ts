/** Prices and products rarely change; a deployment that changes them restarts anyway. */
const rememberedMs = 10 * 60_000

/** `fetch`, asked for each key once in ten minutes. What failed is asked again next time. */
export function cached<T>(fetch: (key: string) => Promise<T>) {
  const known = new Map<string, { value: T; until: number }>()
  const ask = async (key: string): Promise<T> => {
    const hit = known.get(key)
    if (hit && hit.until > Date.now()) return hit.value
    const value = await fetch(key)
    known.set(key, { value, until: Date.now() + rememberedMs })
    return value
  }
  return Object.assign(ask, { forget: () => known.clear() })
}
