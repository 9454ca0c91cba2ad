/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import type { Customer } from '../../engine/world/types'
import { Badge } from '../badge'
import { dateTime, shortDate } from '../dates'
import { subscriptionBadge, subscriptionPrice } from '../text'
import { type PanelFrame, panelPage } from './frame'
import type { ScheduledTask } from './scheduled-tasks'

export interface CustomerRow {
  customer: Customer
  subscriptions: Stripe.Subscription[]
}

interface CustomersProps extends PanelFrame {
  rows: CustomerRow[]
  query: string
  more: string | null
  tasks: ScheduledTask[]
}

export const customersPage = ({ rows, query, more, tasks, ...frame }: CustomersProps) =>
  panelPage({
    ...frame,
    title: 'Customers',
    children: (
      <>
        <form method="get" action="/_panel" class="search">
          <label for="q" class="offscreen">
            Find a customer
          </label>
          <input id="q" name="q" type="search" value={query} placeholder="Email, name or ID" />
          <button type="submit">Find</button>
        </form>
        {rows.length === 0 ? (
          <p class="empty">
            {query
              ? `No customers match “${query}”.`
              : 'No customers yet. They appear once an app creates them.'}
          </p>
        ) : (
          <CustomerList rows={rows} />
        )}
        {more ? (
          <p>
            <a class="button" href={more}>
              Older customers
            </a>
          </p>
        ) : null}
        <section class="stack" aria-labelledby="upcoming">
          <h2 id="upcoming">Upcoming</h2>
          {tasks.length === 0 ? (
            <p class="empty">Nothing is scheduled.</p>
          ) : (
            <ol class="rows card">
              {tasks.map(({ at, what, id, customer }) => (
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

function CustomerList({ rows }: { rows: CustomerRow[] }) {
  return (
    <ul class="rows card">
      {rows.map(({ customer, subscriptions }) => (
        <li class="spread" key={customer.id}>
          <div>
            <a href={`/_panel/customers/${customer.id}`} class="line-name">
              {customer.email ?? customer.name ?? customer.id}
            </a>
            <p class="small muted">
              <code>{customer.id}</code> · since {shortDate(customer.created)}
            </p>
          </div>
          <ul>
            {subscriptions.map((subscription) => (
              <li class="actions number" key={subscription.id}>
                {subscriptionPrice(subscription)}
                <Badge of={subscriptionBadge(subscription)} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
