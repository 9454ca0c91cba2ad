import {
  CouponCreate,
  CouponUpdate,
  createCoupon,
  createPromotionCode,
  deleteCoupon,
  PromotionCodeCreate,
  PromotionCodeUpdate,
  updateCoupon,
  updatePromotionCode,
} from '../../engine/catalog/coupons'
import { missing } from '../../engine/world/errors'
import { flag, hash, notSupported, text } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { del, get, lists, post, type Route, retrieves } from '../route'

export const discountRoutes: Route[] = [
  post('/v1/coupons', CouponCreate, (world, _, params) => createCoupon(world, params)),
  lists(
    '/v1/coupons',
    (world) => world.store.coupons.all().filter(({ id }) => !world.store.deletedCoupons.get(id)),
    {},
  ),
  get('/v1/coupons/:id', hash({}), (world, { id }) => {
    if (world.store.deletedCoupons.get(id)) throw missing('coupon', id)
    return find(world.store.coupons, 'coupon', id)
  }),
  post('/v1/coupons/:id', CouponUpdate, (world, { id }, params) => updateCoupon(world, id, params)),
  del('/v1/coupons/:id', hash({}), (world, { id }) => deleteCoupon(world, id)),

  post('/v1/promotion_codes', PromotionCodeCreate, (world, _, params) =>
    createPromotionCode(world, params),
  ),
  lists(
    '/v1/promotion_codes',
    (world) => world.store.promotionCodes.all(),
    {
      active: flag.optional(),
      code: text.optional(),
      coupon: text.optional(),
      customer: text.optional(),
      customer_account: notSupported(),
    },
    (each, { active, code, coupon, customer }) =>
      (active === undefined || each.active === active) &&
      (code === undefined || each.code.toLowerCase() === code.toLowerCase()) &&
      (coupon === undefined || each.promotion.coupon === coupon) &&
      (customer === undefined || each.customer === customer),
  ),
  retrieves('/v1/promotion_codes', 'promotion code', (world) => world.store.promotionCodes),
  post('/v1/promotion_codes/:id', PromotionCodeUpdate, (world, { id }, params) =>
    updatePromotionCode(world, id, params),
  ),
]
