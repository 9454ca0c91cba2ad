import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { AppError, statusOf } from './errors'
import { watchEventLoop } from './event-loop-lag'
import type { Log } from './log'

/** Bodies beyond this are refused before they are read whole. */
export const bodyLimit = 64 * 1024

/** What every endpoint is given beside the request. */
export type Exchange = { requestId: string; log: Log }

/**
 * The one try/catch. An `AppError` becomes its JSON answer; anything else is ours to mend: logged
 * whole, told to the caller as a 500 with the request id to quote. `Extra` is what the route adds,
 * such as path parameters.
 */
export const handle =
  <Extra extends unknown[]>(
    services: { log: Log },
    answer: (request: Request, exchange: Exchange, ...extra: Extra) => Promise<Response>,
  ) =>
  async (request: Request, ...extra: Extra): Promise<Response> => {
    const requestId = randomUUID()
    const log = services.log
    try {
      const response = await answer(request, { requestId, log }, ...extra)
      response.headers.set('x-request-id', requestId)
      return response
    } catch (error) {
      if (error instanceof AppError) {
        log.info({ requestId, code: error.code }, error.message)
        return errorResponse(error, requestId)
      }
      log.error({ requestId, err: error }, 'A request failed')
      return errorResponse(
        new AppError('internal', 'Something went wrong on our end. Try again in a moment.'),
        requestId,
      )
    }
  }

/**
 * Refuses with 503, before any work, what comes while `most` requests are under way; and half as many
 * while the event loop is late, with whatever. A queue that only grows serves nobody, and whoever is
 * turned away at once tries again in a moment. One that is alone is never refused: a process that was
 * frozen and wakes up, as in Lambda, is late as well.
 */
export const loadShedding = <Given extends unknown[]>(
  most: number,
  answer: (...given: Given) => Promise<Response>,
  isLate = watchEventLoop(),
) => {
  let underWay = 0
  return async (...given: Given): Promise<Response> => {
    if (underWay >= most || (underWay >= most / 2 && isLate())) {
      throw new AppError('unavailable', 'We’re too busy right now. Try again in a moment.')
    }
    underWay++
    try {
      return await answer(...given)
    } finally {
      underWay--
    }
  }
}

function errorResponse(error: AppError, requestId: string): Response {
  return Response.json(
    { error: { code: error.code, message: error.message, requestId, ...error.details } },
    {
      status: statusOf[error.code],
      headers: {
        'x-request-id': requestId,
        'cache-control': 'no-store',
        ...(error.code === 'unavailable' && { 'retry-after': '1' }),
      },
    },
  )
}

/** A person's own answer: no cache between here and them may keep it. */
export const privateJson = (body: unknown): Response =>
  Response.json(body, { headers: { 'cache-control': 'private, no-store' } })

/** The body as `schema` has it; throws `invalid_request` or `too_large`. Unknown fields are refused. */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const text = new TextDecoder().decode(await readBody(request, bodyLimit))
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new AppError('invalid_request', 'Send a JSON body.')
  }
  return parseOrRefuse(schema, body)
}

/** The query string as `schema` has it, by the same rules. Of a name given twice the last counts. */
export const readQuery = <T>(request: Request, schema: z.ZodType<T>): T =>
  parseOrRefuse(schema, Object.fromEntries(new URL(request.url).searchParams))

function parseOrRefuse<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.')
  const words = `${path ? `${path}: ` : ''}${issue?.message ?? 'This isn’t a valid request.'}`
  // It may quote the body, which may be 64 KB long.
  throw new AppError('invalid_request', words.slice(0, 300))
}

/** Reads at most `limit` bytes, whatever the sender claims about the length. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = new AppError('too_large', `Send at most ${limit / 1024} KB.`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
