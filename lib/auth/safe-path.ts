/**
 * A path on this site to go on to, from a query parameter that anybody may have written. Whatever
 * could lead elsewhere, or is no path at all, becomes `fallback`.
 */
export function safePath(value: unknown, fallback = '/dashboard'): string {
  if (typeof value !== 'string' || value.length > 2_048) return fallback
  // Browsers drop tabs and newlines and read "\" as "/": both have turned paths into hosts.
  if (!value.startsWith('/') || /[\\\p{Cc}\p{Z}]/u.test(value)) return fallback
  let url: URL
  try {
    url = new URL(value, here)
  } catch {
    return fallback
  }
  const path = url.pathname + url.search + url.hash
  return url.origin === here && !path.startsWith('//') ? path : fallback
}

const here = 'https://tollgate.invalid'
