/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { describedBy, FieldError, type Filled } from '../form'

/** A quantity that could not be chosen, with the reason. */
export interface RefusedQuantity {
  line: string
  quantity: string
  error: string
}

/** Changes the quantity of a line, if the session lets the buyer adjust it. */
export function QuantityForm({
  line,
  action,
  refused,
}: {
  line: Stripe.LineItem
  action: string
  refused?: RefusedQuantity | undefined
}) {
  const limits = line.adjustable_quantity
  if (!limits?.enabled) return null
  const isRefused = refused?.line === line.id
  const name = `quantity-${line.id}`
  const filled: Filled = { values: {}, errors: isRefused ? { [name]: refused.error } : {} }
  return (
    <form method="post" action={`${action}/quantity`} class="field" novalidate>
      <input type="hidden" name="line" value={line.id} />
      <label for={name}>Quantity</label>
      <div class="promotion">
        <input
          id={name}
          name="quantity"
          type="number"
          inputmode="numeric"
          min={`${limits.minimum ?? 0}`}
          max={`${limits.maximum ?? 99}`}
          value={isRefused ? refused.quantity : `${line.quantity ?? 1}`}
          autofocus={isRefused}
          {...describedBy(name, filled)}
        />
        <button type="submit">Update</button>
      </div>
      <FieldError name={name} filled={filled} />
    </form>
  )
}
