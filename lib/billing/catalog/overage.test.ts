import { expect, it } from 'vitest'
import { planByKey } from './catalog'
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
    },
  ])
})

it('has no metered price if no limit names one', () => {
  expect(saas.plans.flatMap(meteredPrices)).toEqual([])
})

it('names meter events so that no two catalogs share one', () => {
  expect(meterEventName({ name: 'my-shop' }, 'credits')).toBe('my_shop_credits')
})
