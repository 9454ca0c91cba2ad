import { createMiddleware } from 'hono/factory'
import { isForeignRequest } from '../http/origin-guard'

export interface PageEnv {
  Variables: {
    /** Where this page's form may end up: browsers hold the redirect after a form to `form-action` too. */
    formTargets?: string[]
  }
}

/** No script runs on these pages, nothing comes from elsewhere, and nobody frames them. */
export const strictHeaders = createMiddleware<PageEnv>(async (c, next) => {
  await next()
  const targets = ["'self'", ...(c.get('formTargets') ?? []).flatMap(originOf)]
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action ${targets.join(' ')}`,
  )
  c.header('x-content-type-options', 'nosniff')
  // Not `no-referrer`: under it a browser sends `Origin: null` with our own forms.
  c.header('referrer-policy', 'same-origin')
  c.header('cross-origin-opener-policy', 'same-origin')
  c.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  // A session changes behind its page: going back to one must ask again. Going back to the answer to
  // a form must not, or the browser would want to send the form a second time.
  if (!c.res.headers.has('cache-control')) {
    c.header('cache-control', c.req.method === 'GET' ? 'no-store' : 'private, no-cache')
  }
})

/** Another site must not press our buttons, nor read over a shoulder. */
export const refuseForeignRequests = (home: string) =>
  createMiddleware(async (c, next) => {
    if (isForeignRequest(c.req.raw, home))
      return c.text('This request came from another site.', 403)
    await next()
  })

function originOf(url: string): string[] {
  const parsed = URL.parse(url)
  return parsed && /^https?:$/.test(parsed.protocol) ? [parsed.origin] : []
}
