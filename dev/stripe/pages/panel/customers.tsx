/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import type { Customer } from '../../engine/wire'
import { Badge } from '../badge'
import { dateTime, shortDate } from '../dates'
import { subscriptionBadge, subscriptionPrice } from '../words'
import { type PanelFrame, panelPage } from './frame'
import type { Planned } from './planned'

export interface CustomerRow {
  customer: Customer
  subscriptions: Stripe.Subscription[]
}

interface CustomersProps extends PanelFrame {
  rows: CustomerRow[]
  query: string
  more: string | null
  planned: Planned[]
}

export const customersPage = ({ rows, query, more, planned, ...frame }: CustomersProps) =>
  panelPage({
    ...frame,
    title: 'Customers',
    children: (
      <>
        <form method="get" action="/_panel" class="search">
          <label for="q" class="offscreen">
            Find a customer
          </label>
          <input id="q" name="q" type="search" value={query} placeholder="E-mail, name or id" />
          <button type="submit">Find</button>
        </form>
        {rows.length === 0 ? (
          <p class="empty">
            {query
              ? `Nobody matches “${query}”.`
              : 'No customers yet. They appear when an app makes them.'}
          </p>
        ) : (
          <CustomerTable rows={rows} />
        )}
        {more ? (
          <p>
            <a class="button" href={more}>
              Older customers
            </a>
          </p>
        ) : null}
        <section class="stack" aria-labelledby="planned">
          <h2 id="planned">What happens next</h2>
          {planned.length === 0 ? (
            <p class="empty">Nothing is planned.</p>
          ) : (
            <ol class="rows card">
              {planned.map(({ at, what, id, customer }) => (
                <li class="spread" key={`${what} ${id}`}>
                  <div>
                    {what}
                    {customer ? (
                      <>
                        {' · '}
                        <a href={`/_panel/customers/${customer.id}`}>{customer.name}</a>
                      </>
                    ) : null}
                    <p class="small muted mono">{id}</p>
                  </div>
                  <time class="muted small number" datetime={new Date(at * 1000).toISOString()}>
                    {dateTime(at)}
                  </time>
                </li>
              ))}
            </ol>
          )}
        </section>
      </>
    ),
  })

function CustomerTable({ rows }: { rows: CustomerRow[] }) {
  return (
    <section class="card table" tabindex={0} aria-label="Customers">
      <table>
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">Subscription</th>
            <th scope="col">Status</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ customer, subscriptions }) => (
            <tr key={customer.id}>
              <td>
                <a href={`/_panel/customers/${customer.id}`} class="line-name">
                  {customer.email ?? customer.name ?? customer.id}
                </a>
                <p class="small muted mono">{customer.id}</p>
              </td>
              <td class="number">{subscriptions.map(subscriptionPrice).join(', ') || '—'}</td>
              <td>
                {subscriptions.map((subscription) => (
                  <Badge key={subscription.id} of={subscriptionBadge(subscription)} />
                ))}
              </td>
              <td class="muted">{shortDate(customer.created)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
