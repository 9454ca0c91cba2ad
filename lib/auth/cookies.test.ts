import { describe, expect, it } from 'vitest'
import { heldSession, replaceCookies, sessionToken } from './cookies'

/** Writes a cookie as js-cookie does, which Amplify uses. */
function cookie(name: string, value: string): string {
  const encodedName = encodeURIComponent(name)
    .replace(/%(2[346B]|5E|60|7C)/g, decodeURIComponent)
    .replace(/[()]/g, escape)
  const encodedValue = encodeURIComponent(value).replace(
    /%(2[346BF]|3[AC-F]|40|5[BDE]|60|7[BCD])/g,
    decodeURIComponent,
  )
  return `${encodedName}=${encodedValue}`
}

const prefix = 'CognitoIdentityServiceProvider.client-1'
const signedIn = (user: string, token = 'a.b.c') =>
  [
    cookie(`${prefix}.LastAuthUser`, user),
    cookie(`${prefix}.${user}.idToken`, 'id.token.x'),
    cookie(`${prefix}.${user}.accessToken`, token),
    cookie(`${prefix}.${user}.refreshToken`, 'refresh'),
  ].join('; ')

describe('the session’s token', () => {
  it.each([
    '3f1c2a7e-0b1d-4c57-9d0e-2b1f0c9a7d11',
    'ada@example.com',
    'ada.b.lovelace@mail.example.co.uk',
    'ada+test@example.com',
    '100%',
    'ada%40example.com',
    'ada%2540example.com',
    '%',
    'Ada Lovelace',
    'Ада',
    '愛達',
    '👩‍💻',
    'a;b=c,d"e',
    "o'hara (work)",
    'google_1234',
    '__proto__',
    'LastAuthUser',
  ])('is found for the user %j', (user) => {
    expect(sessionToken(signedIn(user), 'client-1')).toBe('a.b.c')
  })

  it('is the one of the user who signed in last', () => {
    const header = `${cookie(`${prefix}.ada.accessToken`, 'of.ada.x')}; ${signedIn('bob', 'of.bob.x')}`
    expect(sessionToken(header, 'client-1')).toBe('of.bob.x')
  })

  it.each<[string, string | null]>([
    ['no header', null],
    ['an empty header', ''],
    ['another client’s session', signedIn('ada').replaceAll('client-1', 'client-2')],
    ['no last user', cookie(`${prefix}.ada.accessToken`, 'a.b.c')],
    ['an empty last user', `${cookie(`${prefix}.LastAuthUser`, '')}; ${prefix}..accessToken=a.b.c`],
    ['no token of the last user', cookie(`${prefix}.LastAuthUser`, 'ada')],
    ['only an id token', `${prefix}.LastAuthUser=ada; ${prefix}.ada.idToken=a.b.c`],
    ['a header of garbage', ';;=;%;%E0%A4%A=%E0%A4%A;===; ='],
  ])('is not found in %s', (_, header) => {
    expect(sessionToken(header, 'client-1')).toBeNull()
  })

  it('is found among broken cookies of other systems', () => {
    expect(sessionToken(`%E0%A4%A=%E0; x; ${signedIn('ada')}; =`, 'client-1')).toBe('a.b.c')
  })
})

describe('what the browser holds', () => {
  it('is read with the names as they are spelled, for the cookies that replace them', () => {
    const header = `${signedIn('ada@example.com')}; ${cookie(`${prefix}.ada@example.com.clockDrift`, '-1500')}`

    expect(heldSession(header, 'client-1')).toEqual({
      prefix: `${prefix}.ada%40example.com.`,
      accessToken: 'a.b.c',
      refreshToken: 'refresh',
      deviceKey: null,
      clockDriftMs: -1_500,
    })
  })

  it('changes only where a cookie has exactly that name', () => {
    expect(replaceCookies('a=1; ab=2;b=3 ; a=4', { a: '5', c: '6' })).toBe('ab=2; b=3; a=5; c=6')
  })
})
