import type { z } from 'zod'
import { invalid, missing } from '../world/errors'
import { hash, many, notSupported, oneOf, open, text } from '../world/params'
import type { TaxId } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'

export const CustomerTaxIdCreate = hash({ type: open<TaxId['type']>(), value: text })
export const TaxIdData = many(CustomerTaxIdCreate).optional()
export const TaxIdOwner = hash({
  account: notSupported(),
  customer: text.optional(),
  customer_account: notSupported(),
  type: oneOf('account', 'application', 'customer', 'self'),
})
export const TaxIdCreate = hash({ ...CustomerTaxIdCreate.shape, owner: TaxIdOwner.optional() })

/** `POST /v1/tax_ids`: a tax id of a customer, or of the account itself. */
export function createTaxId(world: World, params: z.output<typeof TaxIdCreate>): TaxId {
  const { owner } = params
  if (owner?.type !== 'customer') return addTaxId(world, params, null)
  if (!owner.customer) {
    throw invalid(
      'Missing required param: owner[customer].',
      'owner[customer]',
      'parameter_missing',
    )
  }
  find(world.store.customers, 'customer', owner.customer, 'owner[customer]')
  return addTaxId(world, params, owner.customer)
}

export function addTaxId(
  world: World,
  { type, value }: z.output<typeof CustomerTaxIdCreate>,
  customer: string | null,
): TaxId {
  const country = countryOf(type, value)
  if (!country || (type === 'eu_vat' && !/^[A-Z]{2}[0-9A-Z+*]{2,12}$/.test(value))) {
    throw invalid(`Invalid value for ${type}.`, 'value', 'tax_id_invalid')
  }
  const id = world.ids.next('txi', 24)
  const isVerified = VERIFIED_TYPES.includes(type)
  const taxId = create(
    world,
    world.store.taxIds,
    {
      id,
      object: 'tax_id',
      country,
      created: world.clock.seconds(),
      customer,
      customer_account: null,
      livemode: false,
      owner: customer
        ? { customer, customer_account: null, type: 'customer' }
        : { customer_account: null, type: 'self' },
      type,
      value,
      verification: customer
        ? {
            status: isVerified ? 'pending' : 'unavailable',
            verified_address: null,
            verified_name: null,
          }
        : null,
    } satisfies TaxId,
    customer ? 'customer.tax_id.created' : undefined,
  )
  if (customer && isVerified) world.agenda.plan('verify tax id', id, world.clock.now() + 60_000)
  return taxId
}

/** Deletes a tax id. With `customer`, only if it is that customer's. */
export function deleteTaxId(world: World, id: string, customer?: string) {
  const taxId = taxIdOf(world, id, customer)
  world.agenda.cancel('verify tax id', id)
  world.store.taxIds.delete(id)
  if (taxId.customer) emit(world, 'customer.tax_id.deleted', taxId)
  return { id, object: 'tax_id' as const, deleted: true as const }
}

export function taxIdOf(world: World, id: string, customer?: string): TaxId {
  const taxId = find(world.store.taxIds, 'tax_id', id)
  if (customer !== undefined && taxId.customer !== customer) throw missing('tax_id', id)
  return taxId
}

/** The result of a verification, a minute after the tax id was added. Stripe's test values decide. */
export function verifyTaxId(world: World, id: string): void {
  const taxId = world.store.taxIds.get(id)
  if (!taxId || taxId.value.endsWith('222222222')) return
  const isValid = !taxId.value.endsWith('111111111')
  const customer = world.store.customers.get(taxId.customer ?? '')
  change(
    world,
    world.store.taxIds,
    taxId,
    {
      verification: {
        status: isValid ? 'verified' : 'unverified',
        verified_address: null,
        verified_name: isValid ? (customer?.name ?? null) : null,
      },
    },
    'customer.tax_id.updated',
  )
}

/** `eu_vat` begins with the country; other types name it. */
function countryOf(type: string, value: string): string | null {
  const prefix = type.slice(0, 2).toUpperCase()
  if (prefix !== 'EU') return /^[A-Z]{2}$/.test(prefix) ? prefix : null
  const country = value.slice(0, 2).toUpperCase()
  if (country === 'EL') return 'GR'
  return /^[A-Z]{2}$/.test(country) ? country : null
}

/** The types that Stripe verifies with a government's service. */
const VERIFIED_TYPES: string[] = ['au_abn', 'eu_vat', 'gb_vat']
