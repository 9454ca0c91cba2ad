import { z } from 'zod'
import type { ErrorCode } from '@/lib/errors'
import type { LimitName } from '@/lib/rate-limits'
import type { Caller } from './callers'
import type { SectionName } from './sections'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One endpoint, as its callers see it. `handle` reads and checks requests by it; the OpenAPI
 * document, `docs/api.md`, the tests of who may call what, and the fuzzer are made from it.
 */
export type Route = {
  method: Method
  /** Other methods that do the same. */
  otherMethods?: readonly Method[]
  /** With parameters as OpenAPI writes them: `/api/features/{feature}`. */
  path: `/api/${string}`
  /** The names that other systems have for it. Each is a rewrite in `next.config.mjs`. */
  aliases?: readonly `/${string}`[]
  section: SectionName
  caller: Caller
  /** A few words, without a full stop. */
  summary: string
  /** Paragraphs, lists with `- `, and `code`. */
  description?: string
  /** A parameter that doesn't fit is a 404, with the schema's message. */
  params?: z.ZodObject
  query?: z.ZodType
  body?: z.ZodType | TextBody
  /** What it answers, by status. Times are `Date` here and ISO 8601 on the wire. */
  answers: { 200: z.ZodType } & { readonly [status: number]: z.ZodType }
  /** Further codes than those that follow from the caller, the query and the body: see `errorCodes`. */
  errors?: readonly ErrorCode[]
  /** The header `cache-control`. By default no cache may store the answer. */
  cacheControl?: string
  /** A job may take 55 seconds. Any other request is answered with 503 after 5. */
  isJob?: true
  /** More requests than this at once are refused with 503, before any work. */
  maxAtOnce?: number
  /** Counts each request against this limit: for a route that calls Stripe or Cognito. */
  limit?: LimitName
  example: Example
}

/** A request and its answer as they are on the wire. */
export type Example = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  answer?: unknown
}

/** A body that the handler wants as the text that was sent. */
export type TextBody = { kind: 'text'; maxBytes: number; description: string }

/** An answer without a body. */
export const empty = z.void()

/** Keeps the exact types of an entry, and checks it as a `Route`. */
export const defineRoute = <const R extends Route>(route: R): R => route

export const isText = (body: z.ZodType | TextBody): body is TextBody => !('parse' in body)

/** Every code that a route can answer. */
export function errorCodes(route: Route): ErrorCode[] {
  const { caller, params, query, body, errors = [] } = route
  return [
    ...new Set<ErrorCode>([
      ...caller.errors,
      ...(route.method === 'GET' ? [] : caller.errorsOfWrites),
      ...(params ? (['not_found'] as const) : []),
      ...(query || (body && !isText(body)) ? (['invalid_request'] as const) : []),
      ...(body ? (['invalid_request', 'too_large', 'body_timeout'] as const) : []),
      ...(route.limit ? (['too_many_requests'] as const) : []),
      ...errors,
      'unavailable',
      'internal',
    ]),
  ]
}
