import { z } from 'zod'
import { open } from '../world/params'
import type { CountryTax } from '../world/records'
import type { TaxRate } from '../world/types'
import type { World } from '../world/world'

const Percentage = z.number().min(0).max(100)

/** Changes of the table of automatic taxes: `{ DE: { percentage: 19 } }`. `null` removes a country. */
export const CountryTaxChange = z.record(
  z.string().regex(/^[A-Z]{2}$/, 'not a country code'),
  z
    .strictObject({
      percentage: Percentage,
      taxCodes: z.record(z.string(), Percentage).optional(),
      displayName: z.string().optional(),
      taxType: open<TaxRate['tax_type']>().optional(),
    })
    .nullable(),
)
type CountryTaxChange = Record<string, CountryTax | null>

/** Sets the tax of some countries, or removes it. The others keep theirs. */
export function setCountryTaxes(world: World, change: CountryTaxChange) {
  for (const [country, tax] of Object.entries(change)) {
    world.store.countryTaxes.put({ id: country, object: 'country_tax', tax })
  }
  return countryTaxes(world)
}

/** The whole table: `settings.taxes` with the changes made since. */
export function countryTaxes(world: World): Record<string, CountryTax> {
  const changed = world.store.countryTaxes.all().map(({ id, tax }) => [id, tax] as const)
  const all: CountryTaxChange = { ...world.settings.taxes, ...Object.fromEntries(changed) }
  return Object.fromEntries(
    Object.entries(all).flatMap(([country, tax]) => (tax ? [[country, tax]] : [])),
  )
}

/** The tax of a country. Null if none is collected there. */
export function countryTax(world: World, country: string): CountryTax | null {
  const changed = world.store.countryTaxes.get(country)
  return changed ? changed.tax : (world.settings.taxes[country] ?? null)
}
