import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import {
  featureGate,
  type Gate,
  limitGate,
  permissionGate,
  planGate,
  staffGate,
} from '@/lib/billing/gates/gates'
import { entitled } from '@/testing/facts'
import { refusalPath } from './paths'

const { plans, staff } = saas
const pathOf = (gate: Gate, from: string) => (gate.kind === 'open' ? null : refusalPath(gate, from))

it('leads to the plan that opens the page, and keeps the page for the way back', () => {
  expect(pathOf(featureGate('analytics', entitled(), plans), '/dashboard/analytics?of=may')).toBe(
    '/plans?upgrade=pro&from=%2Fdashboard%2Fanalytics%3Fof%3Dmay',
  )
  expect(pathOf(planGate('enterprise', entitled(), plans), '/sso')).toBe(
    '/plans?upgrade=enterprise&from=%2Fsso',
  )
  expect(pathOf(limitGate({ meter: 'sources', used: 1 }, entitled(), plans), '/sources')).toBe(
    '/plans?upgrade=starter&from=%2Fsources',
  )
})

it('leads to /forbidden if no plan opens the page', () => {
  const closed = [
    featureGate('no-such-feature', entitled(), plans),
    permissionGate('read:nothing', entitled(), plans),
    staffGate('support', entitled(), staff),
  ]

  expect(closed.map((gate) => pathOf(gate, '/dashboard/it'))).toEqual(Array(3).fill('/forbidden'))
})
