import type { IncomingMessage } from 'node:http'

/**
 * Whether a request should be refused because a browser may have been tricked into sending it: a
 * page of another site sent it, or it came under a host name that isn't this machine's (DNS
 * rebinding). Programs other than browsers send no `Origin` and are always allowed, as are the pages
 * of `friends`, which are origins.
 */
export const isForeignRequest = (request: Request, friends: readonly string[] = []): boolean =>
  isForeign(new URL(request.url), request.method, (name) => request.headers.get(name), friends)

/** The same for a plain Node server. */
export function isForeignMessage({ headers, method = '' }: IncomingMessage): boolean {
  const ownName = `http://${headers.host}`
  if (!URL.canParse(ownName)) return true
  return isForeign(new URL(ownName), method, (name) => headers[name]?.toString() ?? null, [])
}

function isForeign(
  url: URL,
  method: string,
  header: (name: 'origin' | 'sec-fetch-site') => string | null,
  friends: readonly string[],
): boolean {
  if (!isLoopback(url.hostname)) return true
  if (method === 'GET' || method === 'HEAD') return false
  const origin = header('origin')
  if (origin !== null) return origin !== url.origin && !friends.includes(origin)
  const site = header('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}

/** Takes a host name as `URL` writes it: lower case, IPv6 in brackets, IPv4 in full. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname)
