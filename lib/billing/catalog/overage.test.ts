import { expect, it } from 'vitest'
import { planByKey } from './catalog'
import { groups } from './catalogs/groups'
import { metered } from './catalogs/metered'
import { saas } from './catalogs/saas'
import { meterEventName, meteredPrices } from './overage'

it('bills usage beyond the included units, with the interval and currency of the plan', () => {
  const usage = planByKey(metered, 'usage')
  expect(usage && meteredPrices(usage)).toEqual([
    {
      lookupKey: 'metered_usage_credits',
      plan: 'usage',
      meter: 'credits',
      interval: 'month',
      currency: 'usd',
      included: 1_000,
      overageCents: 1,
      otherCurrencies: {},
    },
  ])
})

it('bills it each month in every currency, also on a plan that is paid for a year', () => {
  const pro = planByKey(saas, 'pro')
  expect(pro && meteredPrices(pro)).toEqual([
    {
      lookupKey: 'saas_pro_api_calls',
      plan: 'pro',
      meter: 'api_calls',
      interval: 'month',
      currency: 'usd',
      included: 100_000,
      overageCents: 0.1,
      otherCurrencies: { eur: 0.09 },
    },
    expect.objectContaining({ meter: 'storage', included: 100, overageCents: 30 }),
    expect.objectContaining({ meter: 'sources', included: 10, overageCents: 200 }),
  ])
})

it('has no metered price if no limit names one', () => {
  expect(groups.plans.flatMap(meteredPrices)).toEqual([])
})

it('names meter events so that no two catalogs share one', () => {
  expect(meterEventName({ name: 'my-shop' }, 'credits')).toBe('my_shop_credits')
})
