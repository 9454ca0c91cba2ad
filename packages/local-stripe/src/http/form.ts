/**
 * Decodes `items[0][price]=price_1&metadata[a]=b` as the SDK and the CLI encode it. Hashes have no
 * prototype, so that a key named `__proto__` is harmless.
 */
export type FormValue = string | FormValue[] | { [key: string]: FormValue }

export function decodeForm(encoded: string): { [key: string]: FormValue } {
  const root: { [key: string]: FormValue } = Object.create(null)
  if (encoded === '') return root
  for (const [name, value] of new URLSearchParams(encoded)) {
    put(root, pathOf(name), value)
  }
  for (const key of Object.keys(root)) {
    root[key] = withArrays(root[key] as FormValue, key)
  }
  return root
}

/** `items[0][price]` → `['items', '0', 'price']`; `expand[]` → `['expand', '']`. */
function pathOf(name: string): string[] {
  const bracket = name.indexOf('[')
  if (bracket <= 0 || !name.endsWith(']')) return [name]
  return [name.slice(0, bracket), ...name.slice(bracket + 1, -1).split('][')].slice(0, MAX_DEPTH)
}

function put(root: { [key: string]: FormValue }, path: string[], value: string): void {
  let at = root
  for (const [i, part] of path.entries()) {
    const key = part === '' ? String(Object.keys(at).length) : part
    if (i === path.length - 1) {
      at[key] = value
      return
    }
    const inside = at[key]
    if (typeof inside === 'object' && !Array.isArray(inside)) at = inside
    else {
      const next: { [key: string]: FormValue } = Object.create(null)
      at[key] = next
      at = next
    }
  }
}

/** A hash with the keys 0, 1, 2… is an array. Metadata never is. */
function withArrays(value: FormValue, key: string): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const keys = Object.keys(value)
  for (const each of keys) value[each] = withArrays(value[each] as FormValue, each)
  const isArray = keys.length > 0 && keys.every((each) => /^\d+$/.test(each))
  return isArray && key !== 'metadata' ? keys.map((each) => value[each] as FormValue) : value
}

const MAX_DEPTH = 12
