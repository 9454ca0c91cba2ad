import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { nothingRuns, securityHeaders } from '@/lib/security-headers'
import { urlRefusal } from './url-limit'

/** Node publishes each request on this channel before the HTTP server, and so Next, receives it. */
const channel = 'http.server.request.start'

/**
 * Starts to refuse requests with an unusable URL before Next spends time on them, and to add our
 * security headers to Next's own redirects. Neither is possible in `middleware.ts` or
 * `next.config.mjs`: a matcher can't count query names, and Next redirects before it reads either.
 * Returns a function that stops the guard.
 */
export function guardRequests(): () => void {
  const onRequest = (message: unknown) => {
    // The cast is safe: Node documents this message for the channel.
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
  // The request's body may be unread, so the connection can't be used for another request.
  response.writeHead(refusal.status, { ...refusal.headers, connection: 'close' })
  response.end(refusal.body)
  // The server still receives the request. For this path it runs no middleware and no handler.
  request.url = '/_next/refused'
}

/**
 * Whether Next may redirect a URL: it has repeated slashes, a backslash, a slash at the end, or an
 * encoded “..”. If Next doesn't redirect it, the headers of its response replace ours.
 */
function isRedirectedByNext(url: string): boolean {
  const [path = ''] = url.split('?', 1)
  return (path.endsWith('/') && path !== '/') || /\/\/|\\|\.\.|%2e|%2f|%5c/i.test(path)
}

function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  response.setHeader('Content-Security-Policy', nothingRuns)
}
