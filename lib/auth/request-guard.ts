import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { nothingRuns, securityHeaders } from '@/lib/security-headers'
import { urlRefusal } from './url-limit'

/** Node publishes each request here before it gives it to the server, and so to Next. */
const channel = 'http.server.request.start'

/**
 * From now on refuses requests with an unusable URL before Next spends time on them, and gives
 * Next's own redirects our security headers. Neither is possible in `middleware.ts` or
 * `next.config.mjs`: a matcher can't count query names, and Next redirects before it reads either.
 * Returns a function that ends this.
 */
export function guardRequests(): () => void {
  const onRequest = (message: unknown) => {
    // What Node documents for this channel.
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    guard(request, response)
  }
  subscribe(channel, onRequest)
  return () => {
    unsubscribe(channel, onRequest)
  }
}

function guard(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '/'
  const refusal = urlRefusal(url)
  if (!refusal) {
    if (isRedirectedByNext(url)) setHeaders(response)
    return
  }
  setHeaders(response)
  // The body may be left unread, so nothing more can be read from this connection.
  response.writeHead(refusal.status, { ...refusal.headers, connection: 'close' })
  response.end(refusal.body)
  // The server still gets the request. For this path it runs no middleware and no handler.
  request.url = '/_next/refused'
}

/**
 * Repeated slashes, backslashes, a slash at the end, and ways to say “..”. Where Next doesn't
 * redirect after all, its answer brings its own headers, which replace ours.
 */
function isRedirectedByNext(url: string): boolean {
  const [path = ''] = url.split('?', 1)
  return (path.endsWith('/') && path !== '/') || /\/\/|\\|\.\.|%2e|%2f|%5c/i.test(path)
}

function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  response.setHeader('Content-Security-Policy', nothingRuns)
}
