import type Stripe from 'stripe'
import { meterEventName, meteredPrices } from '@/lib/billing/catalog/overage'
import type { Aggregation, Catalog } from '@/lib/billing/catalog/schema'
import type { Difference } from './step'

export type WantedMeter = {
  eventName: string
  name: string
  aggregation: Exclude<Aggregation, 'max'>
}
export type FoundMeter = {
  id: string
  eventName: string
  name: string
  aggregation: string
  active: boolean
}

/** Only usage that Stripe bills needs a meter there. We enforce the other limits ourselves. */
export function wantedMeters(catalog: Catalog): WantedMeter[] {
  const billed = new Set(catalog.plans.flatMap(meteredPrices).map(({ meter }) => meter))
  return Object.entries(catalog.meters).flatMap(([key, { name, aggregation }]) =>
    // `defineCatalog` refuses a metered price for a maximum, which Stripe's meters don't have.
    billed.has(key) && aggregation !== 'max'
      ? [{ eventName: meterEventName(catalog, key), name, aggregation }]
      : [],
  )
}

export async function readMeters(stripe: Stripe): Promise<FoundMeter[]> {
  const found: FoundMeter[] = []
  for await (const meter of stripe.billing.meters.list({ limit: 100 })) {
    found.push({
      id: meter.id,
      eventName: meter.event_name,
      name: meter.display_name,
      aggregation: meter.default_aggregation.formula,
      active: meter.status === 'active',
    })
  }
  return found
}

/** Meters have no metadata. Their event names identify ours. */
export function meterDifference(
  wanted: readonly WantedMeter[],
  found: readonly FoundMeter[],
): Difference {
  const changes: Difference['changes'] = []
  const problems: string[] = []
  for (const { eventName, name, aggregation } of wanted) {
    const named = found.filter((meter) => meter.eventName === eventName)
    const known = named.find(({ active }) => active) ?? named[0]
    const change = { what: 'meter', name: eventName } as const
    if (!known) {
      changes.push({
        ...change,
        sign: '+',
        summary: `${name}, ${aggregation === 'sum' ? 'sums all values' : 'uses the last value'}`,
        async apply({ stripe, ids }) {
          const { id } = await stripe.billing.meters.create({
            display_name: name,
            event_name: eventName,
            default_aggregation: { formula: aggregation },
          })
          ids.meters.set(eventName, id)
        },
      })
      continue
    }
    if (known.aggregation !== aggregation) {
      problems.push(
        `Stripe's meter "${eventName}" aggregates by "${known.aggregation}", the catalog says "${aggregation}", and Stripe can’t change that. Rename the meter in the catalog, or deactivate ${known.id} in Stripe once no subscription is billed by it.`,
      )
      continue
    }
    if (!known.active) {
      changes.push({
        ...change,
        sign: '~',
        summary: 'active again',
        apply: async ({ stripe }) => {
          await stripe.billing.meters.reactivate(known.id)
        },
      })
    }
    if (known.name !== name) {
      changes.push({
        ...change,
        sign: '~',
        summary: `name ${known.name} → ${name}`,
        apply: async ({ stripe }) => {
          await stripe.billing.meters.update(known.id, { display_name: name })
        },
      })
    }
  }
  return { changes, problems, notes: [] }
}
