import { expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan } from '@/lib/billing/catalog/schema'
import { limitLines } from './text'

const plan = (key: string) => planByKey(saas, key) as Plan

it('says what a plan includes, and what overage costs', () => {
  expect(limitLines(plan('pro'), saas)).toEqual([
    '100,000 API calls, then $1 per 1,000 calls',
    '100 GB of storage, then $0.30 per GB',
    '30 backups',
    '10 sources, then $2 per source',
  ])
})

it('leaves out a limit of zero, and uses the singular for one', () => {
  expect(limitLines(plan('free'), saas)).toEqual(['1,000 API calls', '1 GB of storage', '1 source'])
})

it('says unlimited if there is no limit', () => {
  expect(limitLines(plan('enterprise'), saas)).toContain('Unlimited backups')
})

it('prices overage in the chosen currency, or not at all', () => {
  const pro = plan('pro')
  const inEuros = {
    ...pro,
    limits: { api_calls: { included: 5, overageCents: 0.1, otherCurrencies: { eur: 3 } } },
  }

  expect(limitLines(inEuros, saas, 'eur')).toEqual(['5 API calls, then €0.03 per call'])
  expect(limitLines(inEuros, saas, 'gbp')).toEqual(['5 API calls'])
})
