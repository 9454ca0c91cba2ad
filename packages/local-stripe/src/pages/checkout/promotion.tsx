/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { describedBy, FieldError, type Filled } from '../form'
import type { Order } from './order'

/** A separate form, so that Enter applies the code and doesn't pay. */
export function PromotionForm({
  order,
  action,
  code = '',
  error,
}: {
  order: Order
  action: string
  code?: string
  error?: string
}) {
  if (!order.session.allow_promotion_codes) return null
  if (order.code) {
    return (
      <form method="post" action={`${action}/promotion`} class="actions">
        <p>
          Code <strong>{order.code}</strong> applied.
        </p>
        <button type="submit" name="code" value="" class="link">
          Remove
        </button>
      </form>
    )
  }
  const filled: Filled = { values: { code }, errors: error ? { code: error } : {} }
  return (
    <form method="post" action={`${action}/promotion`} class="field" novalidate>
      <label for="code">Promotion code</label>
      <div class="promotion">
        <input
          id="code"
          name="code"
          value={code}
          autocomplete="off"
          autofocus={error !== undefined}
          {...describedBy('code', filled)}
        />
        <button type="submit">Apply</button>
      </div>
      <FieldError name="code" filled={filled} />
    </form>
  )
}
