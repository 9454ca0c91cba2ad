import { beforeAll, describe, expect, it } from 'vitest'
import { rules } from '@/testing/facts'
import { type Issuer, startIssuer } from '@/testing/issuer'
import { pageRedirect } from './page-redirect'
import { cognitoTokens } from './token'
import { users } from './users'

const appUrl = 'https://app.example.com'
const analytics = '/dashboard/analytics?of=may'
const toRefresh = '/refresh?to=%2Fdashboard%2Fanalytics%3Fof%3Dmay'
const toSignIn = '/signin?next=%2Fdashboard%2Fanalytics%3Fof%3Dmay'

let issuer: Issuer

beforeAll(async () => {
  issuer = await startIssuer()
})

/** A token of ours, signed, with these claims in addition to those that every token has. */
const token = (claims: Record<string, unknown> = {}) => {
  const now = Math.floor(Date.now() / 1000)
  return issuer.sign({ sub: 'user-1', username: 'ada', iat: now, exp: now + 900, ...claims })
}
const inGroups = (...groups: string[]) => token({ 'cognito:groups': groups })

/** Where the middleware sends a request for this page, with this token in the session cookie. */
const redirectOf = (path: string, jwt?: string, pool: { issuer: string } = issuer) => {
  const { clientId } = issuer
  const name = `CognitoIdentityServiceProvider.${clientId}`
  const cookie = jwt && `${name}.LastAuthUser=ada; ${name}.ada.accessToken=${jwt}`
  const services = {
    rules,
    users: users(cognitoTokens({ issuer: pool.issuer, clientId }), { appUrl, clientId }),
  }
  return pageRedirect(services, new Request(appUrl + path, { headers: cookie ? { cookie } : {} }))
}

describe('without a token', () => {
  it('the pages that are open to all let a visitor in', async () => {
    expect(await redirectOf('/')).toBeNull()
    expect(await redirectOf('/plans?upgrade=pro')).toBeNull()
    expect(await redirectOf('/no-such-page')).toBeNull()
  })

  it.each(['/dashboard', '/settings', '/setup-billing', '/checkout/return', '/admin'])(
    '%s sends a visitor to sign in, and back',
    async (path) => {
      expect(await redirectOf(path)).toBe(`/signin?next=${encodeURIComponent(path)}`)
    },
  )

  it('the query of a page is kept for the way back', async () => {
    expect(await redirectOf(analytics)).toBe(toSignIn)
  })
})

describe('with a token', () => {
  it('a signed-in user gets into the pages of every account', async () => {
    expect(await redirectOf('/dashboard', token())).toBeNull()
    expect(await redirectOf('/settings', inGroups('app-free'))).toBeNull()
  })

  it('the group of a plan that includes the feature opens its page', async () => {
    expect(await redirectOf(analytics, inGroups('app-pro'))).toBeNull()
    expect(await redirectOf(analytics, inGroups('newsletter', 'app-enterprise'))).toBeNull()
  })

  it.each<[string, string[]]>([
    ['of a lower plan', ['app-free']],
    ['of another system', ['pro', 'enterprise', 'other-pro']],
    ['that only begins like the right one', ['app-pro-trial']],
    ['that it lacks', []],
  ])('is refreshed before it is refused a feature: its group is one %s', async (_, groups) => {
    expect(await redirectOf(analytics, inGroups(...groups))).toBe(toRefresh)
  })

  it('is refreshed before it is refused a staff page, whatever it paid for', async () => {
    expect(await redirectOf('/admin/users', inGroups('app-enterprise', 'support'))).toBe(
      '/refresh?to=%2Fadmin%2Fusers',
    )
    expect(await redirectOf('/admin/users', inGroups('app-support'))).toBeNull()
    expect(await redirectOf('/dashboard/audit-log', inGroups('app-support'))).toBeNull()
  })
})

describe('a token that is not believed counts as none', () => {
  it.each<[string, () => string]>([
    ['its groups are one text', () => token({ 'cognito:groups': 'app-pro' })],
    [
      'its groups were changed',
      () => {
        const [header, payload = '', signature] = inGroups('app-free').split('.')
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
        const forged = { ...claims, 'cognito:groups': ['app-pro'] }
        return `${header}.${Buffer.from(JSON.stringify(forged)).toString('base64url')}.${signature}`
      },
    ],
    ['its signature is missing', () => inGroups('app-pro').replace(/[^.]+$/, '')],
    ['it has expired', () => token({ 'cognito:groups': ['app-pro'], exp: 1 })],
    ['it is an id token', () => token({ 'cognito:groups': ['app-pro'], token_use: 'id' })],
    ['it is for another client', () => token({ 'cognito:groups': ['app-pro'], client_id: 'x' })],
  ])('because %s', async (_, make) => {
    expect(await redirectOf(analytics, inGroups('app-pro'))).toBeNull()
    expect(await redirectOf(analytics, make())).toBe(toSignIn)
  })
})

it('leaves a visitor to the page when the pool’s keys cannot be fetched', async () => {
  const away = { issuer: 'http://127.0.0.1:1/us-east-1_Test' }
  const jwt = token({ iss: away.issuer, 'cognito:groups': [] })

  expect(await redirectOf(analytics, jwt, away)).toBeNull()
})
