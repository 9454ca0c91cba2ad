import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { metersOf, stopAt, stopsFor, usualUsage } from './stops'

const meters = Object.keys(saas.meters)

it('stops a slider at round numbers and at every limit, and goes further if overage is sold', () => {
  expect(stopsFor('storage', saas.plans)).toEqual([
    0, 1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100, 200, 300, 500, 700, 1_000, 2_000, 3_000, 5_000,
    7_000, 10_000,
  ])
  expect(stopsFor('backups', saas.plans)).toEqual([0, 1, 2, 3, 4, 5, 7, 10, 20, 30, 50, 60])
  expect(stopsFor('api_calls', saas.plans).slice(0, 3)).toEqual([0, 100, 200])
  expect(stopsFor('api_calls', saas.plans).at(-1)).toBe(10_000_000)
})

it('makes a usable slider for every meter of every catalog', () => {
  for (const { meters, plans } of Object.values(catalogs)) {
    for (const meter of Object.keys(meters)) {
      const stops = stopsFor(meter, plans)
      expect(
        stops.every(
          (stop, at) => Number.isInteger(stop) && (at === 0 || stop > (stops[at - 1] ?? 0)),
        ),
      ).toBe(true)
      expect(stops.length).toBeGreaterThan(3)
    }
  }
  expect(stopsFor('none', [])).toEqual([0, 1, 2, 3, 5, 7, 10])
})

it('puts the thumb at the last stop at or below the amount', () => {
  expect([0, 1, 4, 5, 999].map((amount) => stopAt([0, 1, 5], amount))).toEqual([0, 1, 1, 2, 2])
})

it('starts with what the lowest paid plan includes', () => {
  expect(usualUsage(saas.plans, meters)).toEqual({
    api_calls: 10_000,
    storage: 10,
    backups: 4,
    sources: 3,
  })
  expect(metersOf(['storage', 'nothing'], saas.plans)).toEqual(['storage'])
})
