import { type Context, Hono } from 'hono'
import { readForm } from '../form'
import { notFound } from '../not-found'
import type { PageContext } from '../page-context'
import type { PageEnv } from '../security'
import { chargeRoutes } from './charge-routes'
import { customerPage } from './customer'
import { customersPage } from './customers'
import { eventPage } from './event'
import { eventsPage } from './events'
import { faults as choices, faultsPage } from './faults'
import type { PanelFrame } from './frame'
import { moveClock } from './move-clock'
import { messagesOf, redirectBack } from './notices'
import { parametersPage } from './parameters'
import { readClock, readCustomer, readCustomers } from './read'
import { readEvent, readEvents } from './read-events'
import { readTasks } from './scheduled-tasks'
import { webhooksPage } from './webhooks'

/** The control panel: `/_panel`. Scripts use `/_control` instead. */
export function panelPages(context: PageContext): Hono<PageEnv> {
  const app = new Hono<PageEnv>()
  const { api, engine, faults, deliveries, unsupported } = context

  const frame = (c: Context): PanelFrame => ({
    clock: readClock(context),
    here: c.req.path,
    ...messagesOf(c),
  })

  app.get('/', async (c) => {
    const query = c.req.query('q') ?? ''
    const { rows, next } = await readCustomers(context, query, c.req.query('before') ?? '')
    const more = next && `/_panel?${new URLSearchParams({ q: query, before: next })}`
    return c.html(customersPage({ ...frame(c), rows, query, more, tasks: readTasks(context) }))
  })
  app.post('/clock', async (c) => {
    const { from, to, date } = await readForm(c.req.raw)
    const error = moveClock(engine, to ?? '', date ?? '')
    return redirectBack(c, from, error ? { error } : { notice: 'clock' })
  })

  app.get('/customers/:id', async (c) => {
    const details = await readCustomer(context, c.req.param('id'))
    return details ? c.html(customerPage({ ...frame(c), details })) : notFound(c, 'customer')
  })
  app.post('/customers/:id/next-payment', async (c) => {
    const id = c.req.param('id')
    const { fails } = await readForm(c.req.raw)
    engine.customers.nextPaymentFails(id, fails === 'yes')
    return redirectBack(c, `/_panel/customers/${id}`, {
      notice: fails === 'yes' ? 'fails' : 'pays',
    })
  })
  app.post('/customers/:id/portal', async (c) => {
    const customer = c.req.param('id')
    const here = `${engine.settings.baseUrl}/_panel/customers/${customer}`
    const { url } = await api.billingPortal.sessions.create({ customer, return_url: here })
    return c.redirect(new URL(url).pathname, 303)
  })

  app.route('/', chargeRoutes(context))

  app.get('/events', (c) =>
    c.html(eventsPage({ ...frame(c), ...readEvents(context, c.req.query()) })),
  )
  app.get('/events/:id', (c) => {
    const found = readEvent(context, c.req.param('id'))
    return found ? c.html(eventPage({ ...frame(c), ...found })) : notFound(c, 'event')
  })
  app.post('/events/:id/resend', (c) => {
    const id = c.req.param('id')
    if (!engine.store.events.get(id)) return notFound(c, 'event')
    deliveries.resend(id)
    return redirectBack(c, `/_panel/events/${id}`, { notice: 'resent' })
  })

  app.get('/webhooks', async (c) => {
    const { data } = await api.webhookEndpoints.list({ limit: 100 })
    return c.html(webhooksPage({ ...frame(c), endpoints: data }))
  })

  app.get('/parameters', (c) => c.html(parametersPage({ ...frame(c), uses: unsupported.uses() })))

  app.get('/faults', (c) => c.html(faultsPage({ ...frame(c), rates: faults.rates() })))
  app.post('/faults', async (c) => {
    const values = await readForm(c.req.raw)
    if (values.reset) faults.reset()
    else {
      const chosen = choices.flatMap(({ name }) =>
        values[name] ? [[name, Number(values[name])]] : [],
      )
      faults.set(Object.fromEntries(chosen))
    }
    return redirectBack(c, '/_panel/faults', {
      notice: values.reset ? 'faults_reset' : 'faults_set',
    })
  })

  return app
}
