import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { entitlementsOf } from '@/lib/billing/gates/entitlements'
import { facts, march, pro, rules } from '@/testing/facts'
import { decideRefresh } from './refresh-decision'

/** What happens to a user with these facts on their row and these groups in their token. */
function decide(path: string, known: Facts, tokenGroups: string[], isRefreshed = false) {
  const access = decideAccess(known, rules, march(2))
  const entitlements = entitlementsOf(access, tokenGroups, rules)
  const token = { groups: tokenGroups }
  return decideRefresh(path, { token, access, entitlements, isRefreshed }, rules)
}

describe('a user whose token is older than their plan', () => {
  it('waits for a token with the group of their plan, then continues', () => {
    expect(decide('/dashboard/analytics?of=may', pro(), ['app-free'])).toEqual({
      kind: 'refresh',
      groups: ['app-pro'],
      path: '/dashboard/analytics?of=may',
    })
  })

  it('continues at once if the token opens the page by now', () => {
    expect(decide('/dashboard/analytics', pro(), ['app-pro'])).toEqual({
      kind: 'leave',
      path: '/dashboard/analytics',
    })
  })
})

it('a user whose row closes the page is sent to the plan that opens it, without a refresh', () => {
  expect(decide('/dashboard/analytics', facts(), ['app-free'])).toEqual({
    kind: 'leave',
    path: '/plans?upgrade=pro&from=%2Fdashboard%2Fanalytics',
  })
  expect(decide('/dashboard/analytics', pro({ status: 'unpaid' }), [])).toMatchObject({
    kind: 'leave',
  })
})

describe('a staff page', () => {
  it('is decided by a new token, since staff groups are not on the row', () => {
    expect(decide('/admin', pro(), ['app-pro'])).toEqual({
      kind: 'refresh',
      groups: [],
      path: '/refresh?to=%2Fadmin&refreshed=1',
    })
  })

  it('is refused if the new token does not open it either: there is no second refresh', () => {
    expect(decide('/admin', pro(), ['app-pro'], true)).toEqual({
      kind: 'leave',
      path: '/forbidden',
    })
  })

  it('opens if the new token has the group', () => {
    expect(decide('/admin', facts(), ['app-support'], true)).toEqual({
      kind: 'leave',
      path: '/admin',
    })
  })
})

it.each(['/', '/plans', '/dashboard', '/no-such-page', '/refresh?to=%2Fadmin'])(
  'a page that any signed-in user may open needs no refresh: %s',
  (path) => {
    expect(decide(path, facts(), [])).toEqual({ kind: 'leave', path })
  },
)
