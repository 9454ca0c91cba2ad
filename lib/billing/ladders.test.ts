import { describe, expect, it } from 'vitest'
import { rules } from '@/lib/testing/facts'
import { managedGroups, planByKey } from './catalog'
import { reachesPlan, reachesStaff, staffGroupOf, standing } from './ladders'

const { catalog } = rules
const plan = (key: string) => {
  const found = planByKey(catalog, key)
  if (!found) throw new Error(`The saas catalog has no ${key}`)
  return found
}
const stand = (key: string, groups: string[] = []) => standing(plan(key), groups, catalog, 'app-')
const staffGroups = catalog.staff.map(({ group }) => group)

describe('the two ladders', () => {
  it('let a plan reach itself and what is below it', () => {
    const reached = (key: string) =>
      catalog.plans.filter((other) => reachesPlan(stand(key), other)).map((other) => other.key)

    expect(reached('free')).toEqual(['free'])
    expect(reached('pro')).toEqual(['free', 'starter', 'pro'])
    expect(reached('enterprise')).toEqual(['free', 'starter', 'pro', 'enterprise'])
  })

  it.each(catalog.plans.map(({ key }) => key))('let %s reach no staff group', (key) => {
    const everyPlanGroup = managedGroups(catalog, 'app-')
    for (const group of staffGroups) {
      expect(reachesStaff(stand(key, everyPlanGroup), group, catalog)).toBe(false)
    }
  })

  it.each(staffGroups)('let %s reach every plan while on the free one', (group) => {
    expect(reachesPlan(stand('free', [`app-${group}`]), plan('enterprise'))).toBe(true)
  })

  it('rank staff: admins over managers over support', () => {
    const reached = (group: string) =>
      staffGroups.filter((other) => reachesStaff(stand('free', [group]), other, catalog))

    expect(reached('app-admins')).toEqual(['admins', 'managers', 'support'])
    expect(reached('app-managers')).toEqual(['managers', 'support'])
    expect(reached('app-support')).toEqual(['support'])
  })

  it('take the highest of several staff groups', () => {
    const both = stand('free', ['app-support', 'app-admins'])
    expect(reachesStaff(both, 'admins', catalog)).toBe(true)
  })

  it.each(['admins', 'app-Admins', 'app-admins ', 'app-admin', 'app-app-admins', 'APP-admins', ''])(
    'know nothing of a group named %j',
    (group) => {
      expect(stand('enterprise', [group]).staffRank).toBeNull()
    },
  )

  it.each(['owners', '__proto__', 'constructor', ''])('let nobody reach %j', (required) => {
    expect(reachesStaff(stand('enterprise', ['app-admins']), required, catalog)).toBe(false)
  })
})

it('names the highest staff group of a token, and none for a customer', () => {
  const of = (...groups: string[]) => staffGroupOf(groups, catalog, 'app-')

  expect(of('app-support', 'app-admins', 'app-free')).toBe('admins')
  expect(of('app-enterprise', 'admins')).toBeNull()
})
