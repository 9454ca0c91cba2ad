/** Our own links have at most six query names. */
const maxQueryNames = 64

/**
 * Returns the response to an unusable URL: 414 for too many query names, 400 for a path that can't be
 * decoded. `null` for any other URL. Next parses, copies and joins the query several times, so 3,500
 * names would keep a process busy for half a second on any route.
 */
export function urlRefusal(
  url: string,
): { status: number; headers: Record<string, string>; body: string } | null {
  const [path = '', query = ''] = url.split('?', 2)
  if (query.split('&', maxQueryNames + 1).length > maxQueryNames) {
    return refusal(414, {
      code: 'too_many_query_names',
      message: `Send at most ${maxQueryNames} names in a URL’s query.`,
    })
  }
  if (!isDecodable(path)) {
    return refusal(400, {
      code: 'invalid_url',
      message: 'This URL isn’t valid. Check the characters after each “%”.',
    })
  }
  return null
}

const refusal = (status: number, error: { code: string; message: string }) => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify({ error }),
})

function isDecodable(path: string): boolean {
  // Most paths have nothing to decode.
  if (!path.includes('%')) return true
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
