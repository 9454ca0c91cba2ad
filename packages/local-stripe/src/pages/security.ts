import { createMiddleware } from 'hono/factory'
import { isForeignRequest } from '../http/origin-guard'

export interface PageEnv {
  Variables: {
    /**
     * URLs that the form of this page may redirect to: browsers apply `form-action` to redirects as
     * well.
     */
    formTargets?: string[]
  }
}

/** These pages run no scripts, load nothing from other origins and can't be framed. */
export const strictHeaders = createMiddleware<PageEnv>(async (c, next) => {
  await next()
  const targets = ["'self'", ...(c.get('formTargets') ?? []).flatMap(originOf)]
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action ${targets.join(' ')}`,
  )
  c.header('x-content-type-options', 'nosniff')
  // With `no-referrer`, browsers would send `Origin: null` with our own forms.
  c.header('referrer-policy', 'same-origin')
  c.header('cross-origin-opener-policy', 'same-origin')
  c.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  // Going back to a page must load it again, because its session may have changed. Going back to
  // the answer to a form must not, or the browser would ask to send the form again.
  if (!c.res.headers.has('cache-control')) {
    c.header('cache-control', c.req.method === 'GET' ? 'no-store' : 'private, no-cache')
  }
})

/** Refuses requests that other sites make. */
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
