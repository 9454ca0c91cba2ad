/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { decimalsOf } from 'stripe-currencies'
import type { Dispute } from '../../engine/world/types'
import { money } from '../money'

/** A payment with its latest dispute. */
export interface ChargeRow {
  charge: Stripe.Charge
  dispute: Dispute | null
}

/** The actions for a payment: refund it, dispute it, decide the dispute. */
export function ChargeActions({ row: { charge, dispute } }: { row: ChargeRow }) {
  if (charge.status !== 'succeeded') return null
  if (dispute?.status === 'lost') return null
  if (dispute && dispute.status !== 'won') {
    return (
      <form method="post" action={`/_panel/disputes/${dispute.id}`} class="actions">
        <button type="submit" name="outcome" value="won">
          Win dispute
        </button>
        <button type="submit" name="outcome" value="lost">
          Lose dispute
        </button>
      </form>
    )
  }
  const left = charge.amount_captured - charge.amount_refunded
  if (left <= 0) return null
  return (
    <div class="actions">
      <RefundForm id={charge.id} left={left} currency={charge.currency} />
      {dispute ? null : (
        <form method="post" action={`/_panel/charges/${charge.id}/dispute`}>
          <button type="submit">Dispute</button>
        </form>
      )}
    </div>
  )
}

/** Refunds everything that is left by default. */
function RefundForm({ id, left, currency }: { id: string; left: number; currency: string }) {
  const digits = decimalsOf(currency)
  const field = `amount-${id}`
  return (
    <form method="post" action={`/_panel/charges/${id}/refund`}>
      <label for={field} class="offscreen">
        Amount to refund, of {money(left, currency)}
      </label>
      <input
        id={field}
        name="amount"
        type="number"
        class="short amount"
        min={(1 / 10 ** digits).toFixed(digits)}
        max={(left / 10 ** digits).toFixed(digits)}
        step={(1 / 10 ** digits).toFixed(digits)}
        value={(left / 10 ** digits).toFixed(digits)}
      />
      <button type="submit">Refund</button>
    </form>
  )
}
