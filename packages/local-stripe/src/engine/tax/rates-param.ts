import { invalid } from '../world/errors'
import { emptyable, many, text } from '../world/params'
import type { TaxRate } from '../world/types'
import { find, type World } from '../world/world'

/** The ids of tax rates, or `''` to unset them. */
export const TaxRatesParam = emptyable(many(text)).optional()
export type TaxRatesParam = string[] | null | undefined

/**
 * The tax rates of a parameter. Without the parameter, the object keeps those it has. An archived
 * rate can be kept, but not be added.
 */
export function taxRatesFrom(
  world: World,
  given: TaxRatesParam,
  path: string,
  kept: TaxRate[] | null | undefined = [],
): TaxRate[] {
  if (given === undefined) return kept ?? []
  const ids = given ?? []
  if (ids.length > MOST_RATES) {
    throw invalid(`You can specify at most ${MOST_RATES} tax rates.`, path)
  }
  return ids.map((id, i) => {
    const rate = find(world.store.taxRates, 'tax rate', id, `${path}[${i}]`)
    if (ids.indexOf(id) !== i) throw invalid(`Duplicate tax rate: ${id}`, `${path}[${i}]`)
    const isKept = () => kept?.some((each) => each.id === id) || isPlanned(world, id)
    if (!rate.active && isRequested(world) && !isKept()) {
      throw invalid(
        `The tax rate ${id} is archived and cannot be used for new objects.`,
        `${path}[${i}]`,
      )
    }
    return rate
  })
}
const MOST_RATES = 5

/** Whether a schedule that is running planned this rate, maybe before it was archived. */
const isPlanned = (world: World, id: string): boolean =>
  world.store.schedules
    .all()
    .some(
      ({ status, phases }) =>
        (status === 'active' || status === 'not_started') &&
        phases.some(({ default_tax_rates, items, add_invoice_items }) =>
          [default_tax_rates, ...[...items, ...add_invoice_items].map((item) => item.tax_rates)]
            .flatMap((rates) => rates ?? [])
            .some((rate) => rate.id === id),
        ),
    )

/** What begins by itself may have rates that were archived since. */
const isRequested = (world: World) => world.request.id !== null && !world.inDryRun
