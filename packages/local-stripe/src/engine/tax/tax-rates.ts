import type { z } from 'zod'
import { decimal, flag, hash, metadata, open, text, withMetadata } from '../world/params'
import type { TaxRate } from '../world/types'
import { change, create, find, type World } from '../world/world'

const shared = {
  active: flag.optional(),
  country: text.optional(),
  description: text.optional(),
  jurisdiction: text.optional(),
  metadata: metadata.optional(),
  state: text.optional(),
  tax_type: open<TaxRate['tax_type']>().optional(),
}

const Percentage = decimal
  .refine((value) => /^\d+(\.\d{1,4})?$/.test(value) && Number(value) <= 100, {
    error: 'must be between 0 and 100, with up to 4 decimal places',
  })
  .transform(Number)

export const TaxRateCreate = hash({
  ...shared,
  display_name: text,
  inclusive: flag,
  percentage: Percentage,
})
export const TaxRateUpdate = hash({ ...shared, display_name: text.optional() })

export function createTaxRate(world: World, params: z.output<typeof TaxRateCreate>): TaxRate {
  return create(world, world.store.taxRates, newTaxRate(world, params), 'tax_rate.created')
}

/** Changes the description of a rate. Its percentage and whether it is inclusive never change. */
export function updateTaxRate(
  world: World,
  id: string,
  params: z.output<typeof TaxRateUpdate>,
): TaxRate {
  const rate = find(world.store.taxRates, 'tax rate', id)
  const { metadata: changes, ...plain } = params
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return change(
    world,
    world.store.taxRates,
    rate,
    { ...given, metadata: withMetadata(rate.metadata, changes) },
    'tax_rate.updated',
  )
}

export const newTaxRate = (world: World, params: z.output<typeof TaxRateCreate>): TaxRate => ({
  id: world.ids.next('txr', 24),
  object: 'tax_rate',
  active: params.active ?? true,
  country: params.country ?? null,
  created: world.clock.seconds(),
  description: params.description ?? null,
  display_name: params.display_name,
  effective_percentage: params.percentage,
  flat_amount: null,
  inclusive: params.inclusive,
  jurisdiction: params.jurisdiction ?? null,
  jurisdiction_level: null,
  livemode: false,
  metadata: withMetadata({}, params.metadata),
  percentage: params.percentage,
  rate_type: 'percentage',
  state: params.state ?? null,
  tax_type: params.tax_type ?? null,
})
