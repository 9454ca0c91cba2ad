/**
 * Whether a request comes from where it shouldn't, as a visitor's browser can be made to send it:
 * from a page of another site, or under a name that a stranger has pointed at this machine (DNS
 * rebinding). Programs that are no browsers name no origin, and may do everything.
 *
 * `home` is where this server is reached, if that isn't this machine's own name.
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

/** As `URL` writes host names: lower case, IPv6 in brackets, IPv4 in full. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname)
