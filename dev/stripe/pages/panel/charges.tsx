/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { Badge } from '../badge'
import { dateTime } from '../dates'
import { money } from '../money'
import { sentenceCase, type Tone } from '../words'

/** Money that moved, or tried to. */
export function Charges({ charges }: { charges: Stripe.Charge[] }) {
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
                <Badge of={chargeBadge(charge)} />
                <p class="small muted">
                  {dateTime(charge.created)} · {charge.description ?? charge.id}
                  {charge.failure_message ? ` · ${charge.failure_message}` : ''}
                </p>
              </div>
              {charge.receipt_url ? <a href={`/r/${charge.id}`}>Receipt</a> : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function chargeBadge(charge: Stripe.Charge): [Tone, string] {
  if (charge.refunded) return ['plain', 'Refunded']
  if (charge.amount_refunded > 0) {
    return ['plain', `${money(charge.amount_refunded, charge.currency)} refunded`]
  }
  if (charge.status === 'failed') return ['bad', 'Failed']
  return charge.status === 'pending' ? ['warn', 'Pending'] : ['good', sentenceCase(charge.status)]
}
