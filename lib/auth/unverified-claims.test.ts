import { expect, it } from 'vitest'
import { expiryMs, unverifiedClaims } from './unverified-claims'

const jwt = (claims: unknown) =>
  `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

it('reads the claims of a token, in any language', () => {
  const claims = { exp: 1_700_000_000, 'cognito:groups': ['プロ', '~~~???'] }

  expect(unverifiedClaims(jwt(claims))).toEqual(claims)
  expect(expiryMs(jwt(claims))).toBe(1_700_000_000_000)
})

it.each(['', 'a.b.c', 'x..y', jwt('text'), jwt(null), jwt({ exp: 'soon' })])(
  'finds no expiry in %j',
  (text) => {
    expect(expiryMs(text)).toBe(0)
  },
)
