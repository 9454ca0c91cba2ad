import { type Context, Hono } from 'hono'
import type { Faults } from '../delivery/faults'
import type { Engine } from '../engine/engine'
import { ApiError } from '../engine/world/errors'
import { createIds } from '../engine/world/ids'
import { parse } from '../engine/world/params'
import { NO_REQUEST, type World } from '../engine/world/world'
import { requireKnownVersion } from './api-versions'
import { authenticate } from './authenticate'
import { expand } from './expand/expand'
import { pathsToExpand } from './expand/expandable'
import { decodeForm, type FormValue } from './form'
import { isGeneratedBySdk, storeAnswer, storedAnswer } from './idempotency'
import { refuseOlderParameters } from './older-parameters'
import type { Route } from './route'
import { ROUTES } from './routes'
import type { UnsupportedParameters } from './unsupported-parameters'

export interface ApiOptions {
  /** The accepted secret keys. Any test key if not given. */
  secretKeys?: string[]
  faults: Faults
  unsupported: UnsupportedParameters
  seed?: number
  /**
   * More requests than this get 429. Live Stripe allows 100, a sandbox 25. Unlimited if not given.
   */
  requestsPerSecond?: number
}

/** Stripe's API as a `fetch` function. */
export function createApi(engine: Engine, options: ApiOptions): Hono {
  const app = new Hono()
  const { world } = engine
  // Request ids have their own sequence, so that reading doesn't change the ids of objects.
  const requests = createIds(options.seed)
  const limit = limiter(options.requestsPerSecond)
  for (const route of ROUTES) {
    app.on(route.method, route.path, (context) =>
      answer(engine, { ...options, limit }, requests, route, context),
    )
  }
  app.notFound((context) => {
    const { method, path } = context.req
    const message = `The local Stripe does not support ${method} ${path}.`
    return reply(world, requests.next('req'), context, 501, {
      error: { type: 'api_error', code: 'not_implemented', message },
    })
  })
  return app
}

async function answer(
  engine: Engine,
  { secretKeys, faults, limit, unsupported }: ApiOptions & { limit: () => boolean },
  requests: { next(prefix: string): string },
  route: Route,
  context: Context,
): Promise<Response> {
  const { world } = engine
  const requestId = requests.next('req')
  const key = (route.method === 'POST' && context.req.header('idempotency-key')) || null
  const headers: Record<string, string> = key ? { 'idempotency-key': key } : {}
  try {
    authenticate(context.req.header('authorization'), secretKeys)
    requireKnownVersion(context.req.header('stripe-version'))
    if (faults.occurs('slow')) await pause(faults.rates().slowMs)
    if (limit() || faults.occurs('rateLimit')) throw RATE_LIMITED
    if (faults.occurs('failBefore')) throw BROKEN
    const encoded = await context.req.text()
    const request = `${route.method} ${context.req.path} ${encoded}`
    const before = key ? storedAnswer(world, key, request) : null
    if (before) {
      return reply(world, requestId, context, before.status, before.body, {
        ...headers,
        'idempotent-replayed': 'true',
        'original-request': before.requestId,
      })
    }
    if (key && faults.occurs('failStored')) {
      const [status, broken] = errorReply(BROKEN, requestId)
      storeAnswer(world, key, request, { requestId, status, body: JSON.stringify(broken) })
      throw BROKEN
    }
    const about = { requestId, key, unsupported }
    const result = perform(engine, route, context, encoded, about)
    if (result.body instanceof Promise) return bytes(await result.body, requestId)
    const body = JSON.stringify(result.body)
    if (key) storeAnswer(world, key, request, { requestId, status: result.status, body })
    if (faults.occurs('failAfter')) throw BROKEN
    return reply(world, requestId, context, result.status, body, headers)
  } catch (error) {
    return reply(world, requestId, context, ...errorReply(error, requestId), headers)
  }
}

/**
 * Parses the parameters, runs the route in a transaction and expands the result. A declined card is
 * a result, too.
 */
function perform(
  engine: Engine,
  route: Route,
  context: Context,
  encoded: string,
  about: { requestId: string; key: string | null; unsupported: UnsupportedParameters },
): { status: number; body: unknown } {
  const { world } = engine
  // A key that the SDK generates is random, and would make the history different in each run.
  const shown = about.key && isGeneratedBySdk(about.key) ? null : about.key
  world.request = { id: about.requestId, idempotency_key: shown }
  try {
    const endpoint = `${route.method} ${route.path}`
    const { expand: expanded, ...given } = paramsOf(context, encoded)
    refuseOlderParameters(context.req.header('stripe-version'), endpoint, given)
    const params = parse(route.params, given, (names) => about.unsupported.use(endpoint, names))
    const paths = pathsToExpand(endpoint, expanded)
    const body = engine.run(() => {
      const result = route.run(world, context.req.param(), params as never)
      return result instanceof Promise ? result : expand(world, result, paths)
    }, [context.req.param(), params])
    return { status: 200, body }
  } catch (error) {
    // Stripe also stores the answer of a request that failed after it began to execute.
    if (!(error instanceof ApiError) || !error.keepsChanges) throw error
    const [status, body] = errorReply(error, about.requestId)
    return { status, body }
  } finally {
    world.request = NO_REQUEST
  }
}

function paramsOf(context: Context, encoded: string): Record<string, FormValue> {
  const query = new URL(context.req.url).search.slice(1)
  const inBody = encoded.startsWith('{') ? '' : encoded
  return decodeForm([query, inBody].filter(Boolean).join('&'))
}

function errorReply(error: unknown, requestId: string): [status: number, body: object] {
  if (error instanceof ApiError) {
    const { status, body } = error
    return [status, { error: { ...body, request_log_url: `local:${requestId}` } }]
  }
  console.error(error)
  const message = error instanceof Error ? error.message : 'Something went wrong.'
  return [500, { error: { type: 'api_error', message: `The local Stripe failed: ${message}` } }]
}

function reply(
  world: World,
  requestId: string,
  context: Context,
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      // The time of the local clock, which may be months ahead of the machine.
      date: new Date(world.clock.now()).toUTCString(),
      'request-id': requestId,
      'stripe-version': context.req.header('stripe-version') ?? world.settings.apiVersion,
      // The SDK retries 5xx, but what is not supported stays so.
      ...(status === 501 && { 'stripe-should-retry': 'false' }),
      ...headers,
    },
  })
}

/** Only files are created asynchronously. */
const bytes = (body: Uint8Array, requestId: string) =>
  new Response(Buffer.from(body), {
    headers: { 'content-type': 'application/pdf', 'request-id': requestId },
  })

/** Returns a function that is true for requests over the limit in one second of machine time. */
function limiter(allowed = Number.POSITIVE_INFINITY): () => boolean {
  let second = 0
  let seen = 0
  return () => {
    const now = Math.floor(Date.now() / 1000)
    if (now !== second) seen = 0
    second = now
    return ++seen > allowed
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const BROKEN = new ApiError(500, {
  type: 'api_error',
  message: 'An unknown error occurred (an injected fault).',
})

const RATE_LIMITED = new ApiError(429, {
  type: 'invalid_request_error',
  code: 'rate_limit',
  message:
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
})
