/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import Stripe from 'stripe'
import { ApiError } from '../engine/world/errors'
import { checkoutPages } from './checkout/routes'
import { iconPath, Notice, page, stylesheetPath } from './document'
import { invoicePages } from './invoice/routes'
import { notFound } from './not-found'
import { createPageContext, type Parts } from './page-context'
import { panelPages } from './panel/routes'
import { authenticatePages } from './payment/authenticate-routes'
import { receiptPage } from './payment/receipt'
import { portalPages } from './portal/routes'
import { type PageEnv, refuseForeignRequests, strictHeaders } from './security'

const paths = ['/c/*', '/p/*', '/i/*', '/3ds/*', '/r/*', '/_panel/*']

/** All pages: those that Stripe hosts, and the control panel. */
export function pages(parts: Parts): Hono<PageEnv> {
  const context = createPageContext(parts)
  const { store, settings } = parts.engine
  const app = new Hono<PageEnv>()
  for (const path of [...paths, '/_pages/*']) {
    app.use(path, strictHeaders, refuseForeignRequests(settings.baseUrl))
  }
  app.route('/c/pay', checkoutPages(context))
  app.route('/p/session', portalPages(context))
  app.route('/i', invoicePages(context))
  app.route('/3ds', authenticatePages(context))
  app.route('/_panel', panelPages(context))
  app.get('/', (c) => c.redirect('/_panel'))
  app.get('/r/:id', (c) => {
    const charge = store.charges.get(c.req.param('id'))
    return charge?.paid ? c.html(receiptPage(charge, settings.accountName)) : notFound(c, 'receipt')
  })
  serve(app, stylesheetPath, './style.css', 'text/css; charset=utf-8')
  serve(app, iconPath, './icon.svg', 'image/svg+xml')
  for (const path of paths) app.all(path, (c) => notFound(c))

  app.onError((error, c) => {
    const expected = error instanceof Stripe.errors.StripeError || error instanceof ApiError
    if (!expected) console.error(error)
    return c.html(
      page({
        title: 'Something went wrong',
        children: (
          <Notice title="That did not work">
            <p>{error.message}</p>
            <p class="muted">Nothing was changed. Go back and try again.</p>
          </Notice>
        ),
      }),
      expected ? 400 : 500,
    )
  })
  return app
}

function serve(app: Hono<PageEnv>, path: string, file: string, type: string) {
  const body = readFileSync(new URL(file, import.meta.url), 'utf8')
  app.get(path, (c) => c.body(body, 200, { 'content-type': type, 'cache-control': 'max-age=60' }))
}
