import type { z } from 'zod'
import { createCustomer, updateCustomer } from '../customers/customers'
import { invalid } from '../world/errors'
import { address, emptyable, hash, notSupported, oneOf, text } from '../world/params'
import type { World } from '../world/world'

export const CustomerDetails = hash({
  address: emptyable(address).optional(),
  shipping: emptyable(hash({ address, name: text, phone: text.optional() })).optional(),
  tax: notSupported(),
  tax_exempt: emptyable(oneOf('exempt', 'none', 'reverse')).optional(),
  tax_ids: notSupported(),
})

/** The customer of a preview: with other details than stored, or one that doesn't exist. */
export function previewCustomer(
  world: World,
  id: string | undefined,
  details: z.output<typeof CustomerDetails> | undefined,
): string {
  if (id === undefined && !details) {
    throw invalid('You must provide a customer or a subscription.', 'customer', 'parameter_missing')
  }
  if (id === undefined) return createCustomer(world, details ?? {}).id
  return details ? updateCustomer(world, id, details).id : id
}
