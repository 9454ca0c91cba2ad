import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { bodyLimit, errorResponse, loadShedding, parse, parseJson, readText } from '@/lib/http'
import type { Log } from '@/lib/log'
import { isOutage } from '@/lib/outages'
import { type RateLimiter, requireRoom } from '@/lib/rate-limits'
import { stripeRefusal } from '@/lib/stripe/refusals'
import { withTimeout } from '@/lib/with-timeout'
import type { Caller } from './callers'
import { allowOrigin, corsOrigins } from './cors'
import { empty, errorCodes, isText, type Route, type TextBody } from './route'

/** What every handler needs. `checkAnswer` is for tests: see `testing/check-answer.ts`. */
export type HandlerServices = {
  log: Log
  checkAnswer?: (route: Route, response: Response) => Promise<void>
  /** The other websites whose pages may read answers: see `cors.ts`. */
  corsOrigins?: readonly string[]
  /** The handler of a limited route needs it: see `LimiterOf`. */
  rateLimiter?: RateLimiter
}

/** Requires the limiter where the route has a limit. */
type LimiterOf<R extends Route> = R extends { limit: string }
  ? { rateLimiter: RateLimiter }
  : object

/** What a handler is given: who calls, and what they sent, as the route's schemas have it. */
export type Call<R extends Route, User> = {
  /** `null` where the route isn't for users. */
  user: User
  params: Parsed<R['params']>
  query: Parsed<R['query']>
  body: Parsed<R['body']>
  request: Request
  requestId: string
  log: Log
}

type Parsed<Schema> = Schema extends z.ZodType
  ? z.output<Schema>
  : Schema extends TextBody
    ? string
    : undefined

/** An answer with another status than 200. */
export class Reply<Status extends number, Body> {
  constructor(
    readonly status: Status,
    readonly body: Body,
  ) {}
}

/** What a handler answers: the body of a 200, or a `Reply` with one of the route's other statuses. */
export type Answer<R extends Route> =
  | Unchanging<z.output<R['answers'][200]>>
  | OtherAnswers<Omit<R['answers'], 200>>

type OtherAnswers<Schemas> = {
  [Status in keyof Schemas]: Status extends number
    ? Schemas[Status] extends z.ZodType
      ? Reply<Status, Unchanging<z.output<Schemas[Status]>>>
      : never
    : never
}[keyof Schemas]

/** Whatever is only read may be read-only. */
type Unchanging<T> = T extends Date
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
    : T

/** Next's signature of a handler. Tests may give the parameters as they are. */
export type Handler = ((
  request: Request,
  context?: { params: Promise<unknown> | unknown },
) => Promise<Response>) & {
  route: Route
  /** The other websites whose pages may call it. */
  corsOrigins: () => readonly string[]
}

/**
 * Makes a handler of a route: lets only its callers in, parses what they sent, and turns the value
 * that `answer` returns into JSON. An `AppError` becomes its error answer. Any other error is ours:
 * it is logged whole, and the caller gets a 500 with the request id to quote, a 503 if a backend
 * didn't answer, or what Stripe refused if the route declares that code.
 */
export function handle<const R extends Route, Services, User>(
  services: Services & HandlerServices & LimiterOf<R>,
  route: R & { caller: Caller<Services, User> },
  answer: (call: Call<R, User>) => Promise<Answer<R>>,
): Handler {
  const respond = async (request: Request, given: unknown, requestId: string) => {
    const { caller } = route
    const user = await caller.admit(services, request)
    const parts = {
      params: route.params && paramsOf(route.params, await given),
      query: route.query && parse(route.query, searchParams(request)),
      body: route.body && (await bodyOf(request, route.body)),
      request,
      requestId,
      log: services.log,
    }
    // A request that is refused anyway counts for nothing, and one over the limit costs no call.
    await countIn(services, route, request, user)
    const confirmed = caller.confirm ? await caller.confirm(services, request, user) : user
    // Each part was parsed by the schema from which `Call` takes its type.
    return responseOf(route, await answer({ user: confirmed, ...parts } as Call<R, User>))
  }
  const guarded = route.maxAtOnce === undefined ? respond : loadShedding(route.maxAtOnce, respond)

  const origins = () => corsOrigins(route, services)

  const handler = async (request: Request, context?: { params: unknown }): Promise<Response> => {
    const requestId = randomUUID()
    const answered = guarded(request, context?.params, requestId)
    const inTime = route.isJob
      ? withTimeout(answered, jobDeadlineMs, lateJob)
      : withTimeout(answered, deadlineMs, late)
    const response = await inTime.catch((error: unknown) =>
      refusal(services.log, route, error, requestId),
    )
    response.headers.set('x-request-id', requestId)
    allowOrigin(response.headers, request, origins())
    await services.checkAnswer?.(route, response.clone())
    return response
  }
  return Object.assign(handler, { route, corsOrigins: origins })
}

/** Counts the request against the route's limit, if it has one. Throws `too_many_requests`. */
async function countIn(
  { rateLimiter }: Pick<HandlerServices, 'rateLimiter'>,
  { limit }: Route,
  { headers }: Request,
  user: unknown,
): Promise<void> {
  if (!limit) return
  if (!rateLimiter) throw new Error('A route with a limit needs the rate limiter')
  await requireRoom(rateLimiter, limit, rateLimiter.requesterOf(headers, userIdOf(user)))
}

/** `null` where the route isn't for users. */
const userIdOf = (user: unknown): string | null =>
  typeof user === 'object' && user && 'userId' in user && typeof user.userId === 'string'
    ? user.userId
    : null

/** Beyond this a caller gives up. Each backend has a shorter deadline; their sum may not. */
const deadlineMs = 5_000

/** The work continues and may still succeed. Repeating it changes nothing more. */
const late = () =>
  new AppError(
    'unavailable',
    'This is taking longer than it should. Check again in a moment, then retry.',
  )

/**
 * A job stops by itself after 40 to 50 seconds and answers what it did. This is for a backend that
 * hangs meanwhile: hosts end a function after a minute, and would not say why.
 */
const jobDeadlineMs = 55_000

const lateJob = () =>
  new AppError(
    'unavailable',
    'This job is taking longer than it should, because a service that it depends on isn’t answering. What is left is done by the next call.',
  )

function paramsOf(schema: z.ZodObject, given: unknown): unknown {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new AppError('not_found', parsed.error.issues[0]?.message ?? 'Not found.')
}

/** If a name is given twice, the last value counts. */
const searchParams = (request: Request) => Object.fromEntries(new URL(request.url).searchParams)

const bodyOf = async (request: Request, body: z.ZodType | TextBody): Promise<unknown> =>
  isText(body)
    ? readText(request, body.maxBytes)
    : parseJson(body, await readText(request, bodyLimit))

function responseOf(route: Route, answered: unknown): Response {
  const { status, body } = answered instanceof Reply ? answered : { status: 200, body: answered }
  if (route.answers[status] === empty) return new Response(null, { status })
  const headers = { 'cache-control': route.cacheControl ?? 'private, no-store' }
  return Response.json(body, { status, headers })
}

const unreachable = 'A service that we depend on isn’t answering. Try again in a moment.'

function refusal(log: Log, route: Route, error: unknown, requestId: string): Response {
  if (error instanceof AppError) {
    log.info({ requestId, code: error.code }, error.message)
    return errorResponse(error, requestId)
  }
  log.error({ requestId, err: error }, 'A request failed')
  if (isOutage(error)) return errorResponse(new AppError('unavailable', unreachable), requestId)
  return errorResponse(
    answerableRefusal(route, error) ??
      new AppError('internal', 'Something went wrong on our end. Try again in a moment.'),
    requestId,
  )
}

/** What Stripe refused, if the route can say so. A conflict passes by itself, as an outage does. */
function answerableRefusal(route: Route, error: unknown): AppError | null {
  const refused = stripeRefusal(error)
  if (!refused || errorCodes(route).includes(refused.code)) return refused
  return refused.code === 'conflict' ? new AppError('unavailable', refused.message) : null
}
