/**
 * Whether to refuse a request because a browser may have been tricked into sending it: a page of
 * another site sent it, or it came under a host name that isn't this machine's (DNS rebinding).
 * Programs other than browsers send no `Origin` and are always allowed.
 *
 * `home` is the server's public URL, whose host name is accepted as well.
 */
export function isForeignRequest(request: Request, home = 'http://localhost'): boolean {
  const url = new URL(request.url)
  if (!isLoopback(url.hostname) && url.hostname !== new URL(home).hostname) return true
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const origin = request.headers.get('origin')
  if (origin !== null) return origin !== url.origin
  const site = request.headers.get('sec-fetch-site')
  return site !== null && site !== 'same-origin' && site !== 'none'
}

/** Takes a host name as `URL` writes it: lower case, IPv6 in brackets, IPv4 in full. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname)
