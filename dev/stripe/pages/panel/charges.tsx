/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { minorDigits } from '../../engine/money'
import { Badge } from '../badge'
import { dateTime } from '../dates'
import { money } from '../money'
import { sentenceCase, type Tone } from '../words'

interface ChargesProps {
  charges: Stripe.Charge[]
  disputes: Map<string, Stripe.Dispute>
  here: string
}

/** Money that moved, or tried to; and the ways to take it back. */
export function Charges({ charges, disputes, here }: ChargesProps) {
  return (
    <section class="stack" aria-labelledby="charges">
      <h2 id="charges">Payments</h2>
      {charges.length === 0 ? (
        <p class="empty">No money has moved.</p>
      ) : (
        <ul class="rows card">
          {charges.map((charge) => (
            <li class="spread" key={charge.id}>
              <div>
                <span class="line-name number">{money(charge.amount, charge.currency)}</span>{' '}
                <Badge of={chargeBadge(charge, disputes.get(charge.id))} />
                <p class="small muted">
                  {dateTime(charge.created)} · {charge.description ?? charge.id}
                  {charge.failure_message ? ` · ${charge.failure_message}` : ''}
                </p>
              </div>
              <Actions charge={charge} dispute={disputes.get(charge.id)} here={here} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Actions({
  charge,
  dispute,
  here,
}: {
  charge: Stripe.Charge
  dispute: Stripe.Dispute | undefined
  here: string
}) {
  if (charge.status !== 'succeeded') return null
  if (dispute && isOpen(dispute)) {
    return (
      <form method="post" action={`/_panel/disputes/${dispute.id}`} class="actions">
        <input type="hidden" name="from" value={here} />
        <button type="submit" name="outcome" value="won">
          Win the dispute
        </button>
        <button type="submit" name="outcome" value="lost">
          Lose it
        </button>
      </form>
    )
  }
  const left = charge.amount - charge.amount_refunded
  if (left <= 0 || dispute?.status === 'lost') return null
  const digits = minorDigits(charge.currency)
  const amountId = `amount-${charge.id}`
  return (
    <div class="actions">
      <form method="post" action={`/_panel/charges/${charge.id}/refund`}>
        <input type="hidden" name="from" value={here} />
        <label for={amountId} class="offscreen">
          Amount to refund
        </label>
        <input
          id={amountId}
          name="amount"
          type="number"
          inputmode="decimal"
          class="short amount"
          min={String(1 / 10 ** digits)}
          max={String(left / 10 ** digits)}
          step={String(1 / 10 ** digits)}
          value={(left / 10 ** digits).toFixed(digits)}
        />
        <button type="submit">Refund</button>
      </form>
      {dispute ? null : (
        <form method="post" action={`/_panel/charges/${charge.id}/dispute`}>
          <input type="hidden" name="from" value={here} />
          <button type="submit">Dispute</button>
        </form>
      )}
    </div>
  )
}

const isOpen = ({ status }: Stripe.Dispute) => status !== 'won' && status !== 'lost'

function chargeBadge(charge: Stripe.Charge, dispute: Stripe.Dispute | undefined): [Tone, string] {
  if (dispute) {
    if (isOpen(dispute)) return ['warn', 'Disputed']
    return dispute.status === 'won' ? ['good', 'Dispute won'] : ['bad', 'Dispute lost']
  }
  if (charge.refunded) return ['plain', 'Refunded']
  if (charge.amount_refunded > 0) {
    return ['plain', `${money(charge.amount_refunded, charge.currency)} refunded`]
  }
  if (charge.status === 'failed') return ['bad', 'Failed']
  return charge.status === 'pending' ? ['warn', 'Pending'] : ['good', sentenceCase(charge.status)]
}
