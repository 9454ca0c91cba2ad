import { expect, it } from 'vitest'
import { facts, grant, march, pro, rules, starter } from '@/testing/facts'
import { decideAccess } from './access'
import { sameAccess, sameGroups } from './compare'

const decide = (given: ReturnType<typeof facts>) => decideAccess(given, rules, march(2))

it('ignores dates and reasons', () => {
  const granted = decide(facts({ grants: [grant()] }))
  expect(sameAccess(decide(pro()), decide(pro({ cancelAt: march(9) })))).toBe(true)
  expect(sameAccess(decide(pro()), granted)).toBe(true)
})

it('compares plans, groups, features and permissions', () => {
  const access = decide(pro())
  expect(sameAccess(access, decide(starter()))).toBe(false)
  expect(sameAccess(access, { ...access, plan: 'starter' })).toBe(false)
  expect(sameAccess(access, { ...access, groups: ['app-starter'] })).toBe(false)
  expect(sameAccess(access, { ...access, features: access.features.slice(1) })).toBe(false)
  expect(sameAccess(access, { ...access, permissions: ['access:admin-panel'] })).toBe(false)
})

it('ignores the order of a list, but not where its names end', () => {
  expect(sameGroups({ groups: ['a', 'b'] }, { groups: ['b', 'a'] })).toBe(true)
  expect(sameGroups({ groups: ['a', 'a'] }, { groups: ['a', 'b'] })).toBe(false)
  expect(sameGroups({ groups: ['a\nb', 'c'] }, { groups: ['a', 'b\nc'] })).toBe(false)
})
