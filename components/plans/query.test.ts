import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { plansHref, readPlansQuery } from './query'

it('reads the query of a URL, and writes it again with a parameter changed', () => {
  const query = readPlansQuery(saas, {
    interval: 'year',
    code: 'SPRING',
    api_calls: '5000',
    upgrade: 'pro',
    from: '/dashboard?a=b&c',
  })

  expect(query).toMatchObject({ interval: 'year', code: 'SPRING', usage: { api_calls: 5_000 } })
  expect(plansHref(query, { interval: 'month' })).toBe(
    '/plans?interval=month&currency=usd&code=SPRING&api_calls=5000&upgrade=pro&from=%2Fdashboard%3Fa%3Db%26c',
  )
})

it('ignores invalid parameters', () => {
  const empty = readPlansQuery(saas, {})

  expect(empty).toEqual({
    interval: 'month',
    currency: 'usd',
    code: null,
    usage: {},
    upgrade: null,
    from: null,
  })
  expect(
    readPlansQuery(saas, {
      interval: 'once',
      currency: '__proto__',
      code: '<script>',
      api_calls: '-1',
      storage: '1e9',
      backups: '99999999999',
      sources: '1.5',
      upgrade: 'toString',
    }),
  ).toEqual(empty)
})

it('falls back to an interval that the catalog sells', () => {
  const once = catalogs.premium
  if (!once) throw new Error('There is a catalog "premium"')
  const [, , lifetime] = once.plans
  const onlyOnce = { ...once, plans: lifetime ? [lifetime] : [] }

  expect(readPlansQuery(onlyOnce, { interval: 'month' }).interval).toBe('once')
  expect(readPlansQuery(once, { interval: 'once' }).interval).toBe('month')
})
