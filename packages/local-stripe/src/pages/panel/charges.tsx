/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Badge } from '../badge'
import { dateTime } from '../dates'
import { money } from '../money'
import { sentenceCase, type Tone } from '../text'
import { ChargeActions, type ChargeRow } from './charge-actions'

/** The customer's payments, with refund and dispute actions. */
export function Charges({ rows }: { rows: ChargeRow[] }) {
  return (
    <section class="stack" aria-labelledby="charges">
      <h2 id="charges">Payments</h2>
      {rows.length === 0 ? (
        <p class="empty">No payments yet.</p>
      ) : (
        <ul class="rows card">
          {rows.map((row) => (
            <li class="spread" key={row.charge.id}>
              <ChargeFacts row={row} />
              <ChargeActions row={row} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function ChargeFacts({ row }: { row: ChargeRow }) {
  const { charge } = row
  return (
    <div>
      <span class="line-name number">{money(charge.amount, charge.currency)}</span>{' '}
      <Badge of={chargeBadge(row)} />
      <p class="small muted">
        {dateTime(charge.created)} · {charge.description ?? charge.id}
        {charge.failure_message ? ` · ${charge.failure_message}` : ''}
        {charge.receipt_url ? (
          <>
            {' · '}
            <a href={`/r/${charge.id}`}>Receipt</a>
          </>
        ) : null}
      </p>
    </div>
  )
}

function chargeBadge({ charge, dispute }: ChargeRow): [Tone, string] {
  if (dispute?.status === 'won') return ['good', 'Dispute won']
  if (dispute?.status === 'lost') return ['bad', 'Dispute lost']
  if (dispute) return ['warn', 'Disputed']
  if (charge.refunded) return ['plain', 'Refunded']
  if (charge.amount_refunded > 0) {
    return ['plain', `${money(charge.amount_refunded, charge.currency)} refunded`]
  }
  if (charge.status === 'failed') return ['bad', 'Failed']
  return charge.status === 'pending' ? ['warn', 'Pending'] : ['good', sentenceCase(charge.status)]
}
