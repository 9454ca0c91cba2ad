import { isIP, isIPv4 } from 'node:net'

/**
 * The client's address, from `x-forwarded-for`. Each proxy appends the address that it was called
 * from, so with `trustedProxies` of them in front of the app, the client's is that many from the
 * right; what stands before it is only what the client claims. `null` without a trusted proxy.
 *
 * An IPv6 client usually has a whole /64 network for itself, so the network counts as the address.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string | null {
  if (trustedProxies === 0) return null
  const hops = headers.get('x-forwarded-for')?.split(',') ?? []
  const address = withoutPort(hops.at(-trustedProxies)?.trim() ?? '')
  if (isIP(address) === 0) return null
  if (isIPv4(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? network64(address)
}

/** Some proxies add the port: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (hop: string) =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop

/** The first four of the eight groups of an IPv6 address. */
function network64(address: string): string {
  const [left = '', right] = address.replace(/%.*$/, '').split('::')
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const before = groups(left)
  const after = groups(right)
  const zeros = right === undefined ? 0 : 8 - before.length - after.length
  const all = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
