/** No link of ours has more than six query names. */
const maxQueryNames = 64

/**
 * The answer to a request whose URL no route should see: 414 for too many query names, 400 for a
 * path that can't be decoded; `null` for any other. Next parses, copies and joins the query several
 * times, so that 3,500 names keep a process busy for half a second, whatever the route.
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
      message: 'This address isn’t valid. Check it after each “%”.',
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
