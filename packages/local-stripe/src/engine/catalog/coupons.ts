import { z } from 'zod'
import { invalid } from '../world/errors'
import {
  decimal,
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { Coupon, PromotionCode } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'

/** The fixed amount in other currencies than the coupon's own. */
const CurrencyOptions = z.record(z.string(), hash({ amount_off: integer }))

export const CouponCreate = hash({
  id: text.optional(),
  amount_off: integer.optional(),
  applies_to: hash({ products: many(text).optional() }).optional(),
  currency: text.optional(),
  currency_options: CurrencyOptions.optional(),
  duration: oneOf('forever', 'once', 'repeating').optional(),
  duration_in_months: integer.optional(),
  max_redemptions: integer.optional(),
  metadata: metadata.optional(),
  name: text.optional(),
  percent_off: decimal.optional(),
  redeem_by: integer.optional(),
})
export const CouponUpdate = hash({
  currency_options: CurrencyOptions.optional(),
  metadata: metadata.optional(),
  name: emptyable(text).optional(),
})

export function createCoupon(world: World, params: z.output<typeof CouponCreate>): Coupon {
  const percent = params.percent_off === undefined ? null : Number(params.percent_off)
  if ((percent === null) === (params.amount_off === undefined)) {
    throw invalid('Must provide either percent_off or amount_off.', 'percent_off')
  }
  if (percent !== null && (percent <= 0 || percent > 100)) {
    throw invalid('Invalid percent_off: must be between 0 and 100.', 'percent_off')
  }
  if (params.amount_off !== undefined && (params.amount_off < 1 || !params.currency)) {
    throw invalid('Must provide a positive amount_off with a currency.', 'currency')
  }
  const duration = params.duration ?? 'once'
  if ((duration === 'repeating') !== (params.duration_in_months !== undefined)) {
    throw invalid('duration_in_months goes with a duration of `repeating`.', 'duration_in_months')
  }
  const id = params.id ?? world.ids.next('c', 8).slice(2)
  if (world.store.coupons.get(id)) {
    throw invalid('Coupon already exists.', 'id', 'resource_already_exists')
  }
  return create(
    world,
    world.store.coupons,
    {
      id,
      object: 'coupon',
      amount_off: params.amount_off ?? null,
      ...(params.applies_to?.products && { applies_to: { products: params.applies_to.products } }),
      created: world.clock.seconds(),
      currency: params.currency?.toLowerCase() ?? null,
      ...(params.currency_options && { currency_options: params.currency_options }),
      duration,
      duration_in_months: params.duration_in_months ?? null,
      livemode: false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: withMetadata({}, params.metadata),
      name: params.name ?? null,
      percent_off: percent,
      redeem_by: params.redeem_by ?? null,
      times_redeemed: 0,
      valid: true,
    },
    'coupon.created',
  )
}

export function updateCoupon(
  world: World,
  id: string,
  params: z.output<typeof CouponUpdate>,
): Coupon {
  const coupon = find(world.store.coupons, 'coupon', id)
  return change(
    world,
    world.store.coupons,
    coupon,
    {
      metadata: withMetadata(coupon.metadata, params.metadata),
      ...(params.name !== undefined && { name: params.name }),
      ...(params.currency_options && {
        currency_options: { ...coupon.currency_options, ...params.currency_options },
      }),
    },
    'coupon.updated',
  )
}

/** Deletes a coupon: it can't be redeemed any more. Existing discounts stay. */
export function deleteCoupon(world: World, id: string) {
  const coupon = find(world.store.coupons, 'coupon', id)
  world.store.coupons.put({ ...coupon, valid: false })
  world.store.deletedCoupons.put({ id, object: 'deleted_coupon' })
  emit(world, 'coupon.deleted', coupon)
  return { id, object: 'coupon' as const, deleted: true as const }
}

const MinimumOptions = z.record(z.string(), hash({ minimum_amount: integer.optional() }))

export const PromotionCodeCreate = hash({
  promotion: hash({ type: oneOf('coupon'), coupon: text.optional() }).optional(),
  // From before the API had `promotion`. The CLI still sends it.
  coupon: text.optional(),
  active: flag.optional(),
  code: text.optional(),
  customer: text.optional(),
  customer_account: notSupported(),
  expires_at: integer.optional(),
  max_redemptions: integer.optional(),
  metadata: metadata.optional(),
  restrictions: hash({
    currency_options: MinimumOptions.optional(),
    first_time_transaction: flag.optional(),
    minimum_amount: integer.optional(),
    minimum_amount_currency: text.optional(),
  }).optional(),
})
export const PromotionCodeUpdate = hash({
  active: flag.optional(),
  metadata: metadata.optional(),
  restrictions: hash({ currency_options: MinimumOptions.optional() }).optional(),
})

export function createPromotionCode(
  world: World,
  params: z.output<typeof PromotionCodeCreate>,
): PromotionCode {
  const couponId = params.promotion?.coupon ?? params.coupon
  if (!couponId) {
    throw invalid('Missing required param: promotion.', 'promotion', 'parameter_missing')
  }
  const coupon = find(world.store.coupons, 'coupon', couponId, 'promotion[coupon]')
  if (
    (params.restrictions?.minimum_amount === undefined) !==
    (params.restrictions?.minimum_amount_currency === undefined)
  ) {
    throw invalid(
      'You must provide both minimum_amount and minimum_amount_currency.',
      'restrictions[minimum_amount_currency]',
    )
  }
  const code = params.code ?? world.ids.next('x', 8).slice(2).toUpperCase()
  const taken = world.store.promotionCodes
    .all()
    .some((each) => each.active && each.code.toLowerCase() === code.toLowerCase())
  if (taken) throw invalid('An active promotion code with this code already exists.', 'code')
  return create(
    world,
    world.store.promotionCodes,
    {
      id: world.ids.next('promo', 24),
      object: 'promotion_code',
      active: params.active ?? true,
      code,
      created: world.clock.seconds(),
      customer: params.customer ?? null,
      customer_account: null,
      expires_at: params.expires_at ?? null,
      livemode: false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: withMetadata({}, params.metadata),
      promotion: { type: 'coupon', coupon: coupon.id },
      restrictions: {
        first_time_transaction: params.restrictions?.first_time_transaction ?? false,
        minimum_amount: params.restrictions?.minimum_amount ?? null,
        minimum_amount_currency:
          params.restrictions?.minimum_amount_currency?.toLowerCase() ?? null,
        ...(params.restrictions?.currency_options && {
          currency_options: minimumOptions(params.restrictions.currency_options),
        }),
      },
      times_redeemed: 0,
    },
    'promotion_code.created',
  )
}

export function updatePromotionCode(
  world: World,
  id: string,
  params: z.output<typeof PromotionCodeUpdate>,
): PromotionCode {
  const code = find(world.store.promotionCodes, 'promotion code', id)
  return change(
    world,
    world.store.promotionCodes,
    code,
    {
      metadata: withMetadata(code.metadata, params.metadata),
      ...(params.active !== undefined && { active: params.active }),
      ...(params.restrictions?.currency_options && {
        restrictions: {
          ...code.restrictions,
          currency_options: {
            ...code.restrictions.currency_options,
            ...minimumOptions(params.restrictions.currency_options),
          },
        },
      }),
    },
    'promotion_code.updated',
  )
}

const minimumOptions = (given: z.output<typeof MinimumOptions>) =>
  Object.fromEntries(
    Object.entries(given).map(([currency, { minimum_amount = 0 }]) => [
      currency,
      { minimum_amount },
    ]),
  )
