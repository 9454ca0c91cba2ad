/**
 * Returns the path on this site that a query parameter names, to redirect to. Anyone may have
 * written the parameter: if it could lead to another site, or is no path, returns `fallback`.
 */
export function safePath(value: unknown, fallback = '/dashboard'): string {
  if (typeof value !== 'string' || value.length > 2_048) return fallback
  // Browsers drop tabs and newlines, and read "\" as "/": either can turn a path into a host.
  if (!value.startsWith('/') || /[\\\p{Cc}\p{Z}]/u.test(value)) return fallback
  let url: URL
  try {
    url = new URL(value, origin)
  } catch {
    return fallback
  }
  const path = url.pathname + url.search + url.hash
  return url.origin === origin && !path.startsWith('//') ? path : fallback
}

const origin = 'https://tollgate.invalid'
