import { expect, it } from 'vitest'
import { planByKey } from './catalog'
import { metered } from './catalogs/metered'
import { saas } from './catalogs/saas'
import { meterEventName, meteredPrices } from './overage'

it('bills what is used beyond the included units, in the rhythm and currency of the plan', () => {
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

it('bills nothing by a meter where no limit names a metered price', () => {
  expect(saas.plans.flatMap(meteredPrices)).toEqual([])
})

it('calls a meter’s events so that two catalogs do not share one', () => {
  expect(meterEventName({ name: 'my-shop' }, 'credits')).toBe('my_shop_credits')
})
