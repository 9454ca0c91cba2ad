import type { z } from 'zod'
import { withMetadata } from '../../world/params'
import type { PaymentMethod } from '../../world/types'
import { change, find, type World } from '../../world/world'
import type { PaymentMethodUpdate } from './params'

export function updatePaymentMethod(
  world: World,
  id: string,
  params: z.output<typeof PaymentMethodUpdate>,
): PaymentMethod {
  const method = find(world.store.paymentMethods, 'PaymentMethod', id)
  const { card, billing_details: billing } = params
  return change(
    world,
    world.store.paymentMethods,
    method,
    {
      ...(method.card && {
        card: {
          ...method.card,
          exp_month: card?.exp_month ?? method.card.exp_month,
          exp_year: card?.exp_year ?? method.card.exp_year,
        },
      }),
      ...(method.us_bank_account && {
        us_bank_account: { ...method.us_bank_account, ...params.us_bank_account },
      }),
      billing_details: {
        ...method.billing_details,
        ...(billing?.address !== undefined && { address: billing.address }),
        ...(billing?.email !== undefined && { email: billing.email }),
        ...(billing?.name !== undefined && { name: billing.name }),
        ...(billing?.phone !== undefined && { phone: billing.phone }),
      },
      ...(params.allow_redisplay && { allow_redisplay: params.allow_redisplay }),
      metadata: withMetadata(method.metadata, params.metadata),
    },
    'payment_method.updated',
  )
}
