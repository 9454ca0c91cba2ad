import type { Route } from './route'

/** Callers that may be pages of another website. Stripe and the scheduler are programs. */
const kinds: readonly Route['caller']['kind'][] = ['anyone', 'user', 'staff']

/** The origins of `CORS_ORIGINS`, if pages may call this route at all. */
export const corsOrigins = (
  { caller }: Route,
  { corsOrigins = [] }: { corsOrigins?: readonly string[] },
): readonly string[] => (kinds.includes(caller.kind) ? corsOrigins : [])

/**
 * Lets a page of an allowed origin read the answer. It must send a Bearer token: without
 * `access-control-allow-credentials` a browser neither sends cookies nor shows the answer to a page
 * that asks for them. No headers at all without allowed origins. With some, the answer varies by
 * origin for every caller, or a cache could give one origin's answer to another.
 */
export function allowOrigin(headers: Headers, request: Request, origins: readonly string[]): void {
  if (origins.length === 0) return
  headers.append('vary', 'origin')
  const origin = request.headers.get('origin')
  if (origin === null || !origins.includes(origin)) return
  headers.set('access-control-allow-origin', origin)
  headers.set('access-control-expose-headers', 'x-request-id, retry-after')
}

/** Answers the browser's question whether an allowed page may send a request: see `allowOrigin`. */
export function allowPreflight(
  headers: Headers,
  request: Request,
  origins: readonly string[],
  methods: readonly string[],
): void {
  allowOrigin(headers, request, origins)
  if (!headers.has('access-control-allow-origin')) return
  headers.delete('access-control-expose-headers')
  headers.set('access-control-allow-methods', methods.join(', '))
  headers.set('access-control-allow-headers', 'authorization, content-type')
  headers.set('access-control-max-age', '600')
}
