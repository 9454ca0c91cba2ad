import { describe, expect, it } from 'vitest'
import { rules } from '@/testing/facts'
import { reachesPlan, reachesStaff } from './ladders'

const { plans, staff } = rules.catalog
const staffGroups = staff.map(({ group }) => group)

describe('the two ladders', () => {
  it('let a plan reach itself and the plans below it', () => {
    const reached = (plan: string) =>
      plans.map(({ key }) => key).filter((key) => reachesPlan({ plan, staff: null }, key, plans))

    expect(reached('free')).toEqual(['free'])
    expect(reached('pro')).toEqual(['free', 'starter', 'pro'])
    expect(reached('enterprise')).toEqual(['free', 'starter', 'pro', 'enterprise'])
  })

  it.each(staffGroups)('let %s reach every plan while on the free one', (group) => {
    expect(reachesPlan({ plan: 'free', staff: group }, 'enterprise', plans)).toBe(true)
  })

  it('rank staff: admins over managers over support', () => {
    const reached = (group: string) =>
      staffGroups.filter((other) => reachesStaff({ staff: group }, other, staff))

    expect(reached('admins')).toEqual(['admins', 'managers', 'support'])
    expect(reached('managers')).toEqual(['managers', 'support'])
    expect(reached('support')).toEqual(['support'])
  })

  it.each(['owners', 'enterprise', '__proto__', 'constructor', ''])(
    'let no one reach the unknown staff group %j, and give its members nothing',
    (group) => {
      expect(reachesStaff({ staff: 'admins' }, group, staff)).toBe(false)
      expect(reachesStaff({ staff: group }, 'support', staff)).toBe(false)
      expect(reachesStaff({ staff: group }, group, staff)).toBe(false)
    },
  )

  it.each(['gold', 'admins', '__proto__', ''])('let no one reach the unknown plan %j', (plan) => {
    expect(reachesPlan({ plan: 'enterprise', staff: 'admins' }, plan, plans)).toBe(false)
  })

  it('let a plan that left the catalog reach nothing', () => {
    expect(reachesPlan({ plan: 'gold', staff: null }, 'free', plans)).toBe(false)
  })
})
