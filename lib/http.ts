import type { z } from 'zod'
import { AppError, statusOf } from './errors'
import { watchEventLoop } from './event-loop-lag'

/** The size limit of a request body, in bytes. Larger bodies are refused. */
export const bodyLimit = 64 * 1024

/**
 * Refuses requests with 503, before any work, while `most` are in progress, or half that while the
 * event loop lags. A queue that only grows serves no request in time; a caller that is refused at
 * once can retry. A single request is never refused, because a process that resumes after a freeze,
 * as in Lambda, lags as well.
 */
export const loadShedding = <Given extends unknown[], Answer>(
  most: number,
  answer: (...given: Given) => Promise<Answer>,
  isLate = watchEventLoop(),
) => {
  let inProgress = 0
  return async (...given: Given): Promise<Answer> => {
    if (inProgress >= most || (inProgress >= most / 2 && isLate())) {
      throw new AppError('unavailable', 'We’re too busy right now. Try again in a moment.')
    }
    inProgress++
    try {
      return await answer(...given)
    } finally {
      inProgress--
    }
  }
}

export function errorResponse(error: AppError, requestId: string): Response {
  return Response.json(
    { error: { code: error.code, message: error.message, requestId, ...error.details } },
    {
      status: statusOf[error.code],
      headers: {
        'x-request-id': requestId,
        'cache-control': 'no-store',
        ...retryAfter(error),
      },
    },
  )
}

/** In how many seconds the caller may try again. */
const retryAfter = ({ code, details }: AppError): Record<string, string> => {
  if (code === 'unavailable') return { 'retry-after': '1' }
  return code === 'too_many_requests' ? { 'retry-after': String(details.retryAfterSeconds) } : {}
}

/** Parses JSON text with `schema`. Throws `invalid_request`. */
export function parseJson<T>(schema: z.ZodType<T>, text: string): T {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new AppError('invalid_request', 'Send a JSON body.')
  }
  return parse(schema, body)
}

/** Parses the caller's input with `schema`. Throws `invalid_request` with the field's name. */
export function parse<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.')
  const words = `${path ? `${path}: ` : ''}${issue?.message ?? 'This isn’t a valid request.'}`
  // The message may quote the body, which can be 64 KB long.
  throw new AppError('invalid_request', words.slice(0, 300))
}

export const readText = async (request: Request, limit: number): Promise<string> =>
  new TextDecoder().decode(await readBody(request, limit))

/** The timeout for reading a body. Node's own is five minutes. */
const bodyTimeoutMs = 4_000

/**
 * Reads a request body. Enforces `limit` whatever Content-Length says, and times out after
 * `timeoutMs`, so that a client that stops sending doesn't hold resources.
 */
export async function readBody(
  request: Request,
  limit: number,
  timeoutMs = bodyTimeoutMs,
): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (!request.body) return new Uint8Array()
  const reader = request.body.getReader()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    reader.cancel().catch(() => undefined)
  }, timeoutMs)
  try {
    const chunks: Uint8Array[] = []
    let size = 0
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new AppError('invalid_request', 'The body ended before it was complete.')
      })
      if (isLate) throw new AppError('body_timeout', 'Send the whole body within 4 seconds.')
      if (done) return Buffer.concat(chunks)
      size += value.byteLength
      if (size > limit) {
        reader.cancel().catch(() => undefined)
        throw tooLarge(limit)
      }
      chunks.push(value)
    }
  } finally {
    clearTimeout(timer)
  }
}

const tooLarge = (limit: number) => new AppError('too_large', `Send at most ${limit / 1024} KB.`)
