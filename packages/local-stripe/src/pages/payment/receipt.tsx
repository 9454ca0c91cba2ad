/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Charge } from '../../engine/world/types'
import { longDate } from '../dates'
import { page } from '../document'
import { money } from '../money'

/** `/r/:charge`: the receipt of a payment. */
export const receiptPage = (charge: Charge, from: string) =>
  page({
    title: 'Receipt',
    children: (
      <section class="card stack">
        <div>
          <p class="muted">{from}</p>
          <h1>Receipt</h1>
        </div>
        <dl class="sums">
          <div>
            <dt>Date</dt>
            <dd>{longDate(charge.created)}</dd>
          </div>
          <div>
            <dt>For</dt>
            <dd>{charge.description ?? '—'}</dd>
          </div>
          <div class="total">
            <dt>Amount paid</dt>
            <dd>{money(charge.amount_captured, charge.currency)}</dd>
          </div>
          {charge.amount_refunded > 0 ? (
            <div>
              <dt>Refunded</dt>
              <dd>{money(-charge.amount_refunded, charge.currency)}</dd>
            </div>
          ) : null}
        </dl>
        <p class="muted small mono">{charge.id}</p>
      </section>
    ),
  })
