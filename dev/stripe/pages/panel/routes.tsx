import { type Context, Hono } from 'hono'
import type { Desk } from '../desk'
import { notFound } from '../not-found'
import type { PageEnv } from '../security'
import { customerPage } from './customer'
import { customersPage } from './customers'
import type { PanelFrame } from './frame'
import { readClock, readCustomers, readLife, readPlanned } from './read'
import { webhooksPage } from './webhooks'

/** The control panel: `/_panel`. */
export function panelRoutes(desk: Desk): Hono<PageEnv> {
  const app = new Hono<PageEnv>()

  const frame = (c: Context): PanelFrame => ({ clock: readClock(desk), here: c.req.path })

  app.get('/', async (c) => {
    const query = c.req.query('q') ?? ''
    const { rows, next } = await readCustomers(desk, query, c.req.query('before') ?? '')
    const more = next && `/_panel?${new URLSearchParams({ q: query, before: next })}`
    return c.html(customersPage({ ...frame(c), rows, query, more, planned: readPlanned(desk) }))
  })

  app.get('/customers/:id', async (c) => {
    const life = await readLife(desk, c.req.param('id'))
    return life ? c.html(customerPage({ ...frame(c), life })) : notFound(c, 'customer')
  })

  app.get('/webhooks', async (c) => {
    const { data } = await desk.api.webhookEndpoints.list({ limit: 100 })
    return c.html(webhooksPage({ ...frame(c), endpoints: data }))
  })

  return app
}
