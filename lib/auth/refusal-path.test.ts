import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access'
import { featureGate, type Visitor } from '@/lib/billing/gates'
import { facts, march, rules } from '@/lib/testing/facts'
import { refusalPath } from './refusal-path'

const newcomer: Visitor = {
  access: decideAccess(facts(), rules, march(10)),
  tokenGroups: [],
  ...rules,
}

const refusedFrom = (feature: string, from: string) => {
  const gate = featureGate(feature, newcomer)
  return gate.kind === 'open' ? null : refusalPath(gate, from)
}

it('leads to the plan that opens the page, and remembers the page', () => {
  expect(refusedFrom('analytics', '/dashboard/analytics?of=may')).toBe(
    '/plans?upgrade=pro&from=%2Fdashboard%2Fanalytics%3Fof%3Dmay',
  )
})

it('offers no plan for what no plan opens', () => {
  expect(refusedFrom('a-feature-nobody-sells', '/dashboard/it')).toBe('/forbidden')
})
