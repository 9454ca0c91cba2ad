import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address'

const address = (forwarded: string | null, trustedProxies: number) =>
  clientAddress(
    new Headers(forwarded === null ? {} : { 'x-forwarded-for': forwarded }),
    trustedProxies,
  )

describe('the address of a client', () => {
  it('is unknown if no proxy is trusted, whatever the client sends', () => {
    expect(address('203.0.113.7', 0)).toBeNull()
  })

  it.each([
    [1, '203.0.113.7', '203.0.113.7'],
    [1, '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    [2, '6.6.6.6, 203.0.113.7, 10.0.0.1', '203.0.113.7'],
    [2, '6.6.6.6,203.0.113.7,10.0.0.1', '203.0.113.7'],
  ])('is what the outermost of %i trusted proxies was called from: %s', (proxies, sent, found) => {
    expect(address(sent, proxies)).toBe(found)
  })

  it.each([null, '', 'unknown', '6.6.6', '203.0.113.7; DROP', '999.1.1.1', '_hidden'])(
    'is unknown if the proxy says %s',
    (sent) => {
      expect(address(sent, 1)).toBeNull()
    },
  )

  it('is unknown if fewer proxies were passed than are trusted', () => {
    expect(address('203.0.113.7', 2)).toBeNull()
  })

  it.each([
    ['203.0.113.7:4711', '203.0.113.7'],
    ['[2001:db8::1]:4711', '2001:db8:0:0::/64'],
  ])('has no port: %s', (sent, found) => {
    expect(address(sent, 1)).toBe(found)
  })

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
  ])('is the network of an IPv6 client: %s', (sent, found) => {
    expect(address(sent, 1)).toBe(found)
  })
})
