import type { Promotion } from '@/lib/billing/pricing/promotion'

/** The code SPRING takes 20% off the first payment of any plan. */
export const spring = (over: Partial<Promotion> = {}): Promotion => ({
  id: 'promo_1',
  code: 'SPRING',
  off: { kind: 'percent', percent: 20 },
  lasts: { kind: 'once' },
  plans: null,
  minimum: null,
  firstPurchase: false,
  ...over,
})
