import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError, type ErrorCode, statusOf } from '@/lib/errors'
import { createLog, silentLog } from '@/lib/log'
import { Outage } from '@/lib/outages'
import { anyone, type Caller } from './callers'
import { handle, Reply } from './handle'
import { defineRoute, empty } from './route'

const url = 'https://app.example.com/api/echo'

const route = defineRoute({
  method: 'GET',
  path: '/api/echo',
  section: 'Service',
  caller: anyone,
  summary: 'Say it again',
  answers: { 200: z.object({ said: z.string() }) },
  example: {},
})

describe('what a handler is given', () => {
  const echo = defineRoute({
    ...route,
    method: 'POST',
    params: z.object({ id: z.string().regex(/^\d+$/, 'Nothing has this id.') }),
    query: z.object({ loud: z.coerce.boolean().default(false) }),
    body: z.strictObject({ word: z.string() }),
    answers: { 200: z.object({ id: z.string(), loud: z.boolean(), word: z.string() }) },
  })
  const answer = handle({ log: silentLog }, echo, async ({ params, query, body }) => ({
    ...params,
    ...query,
    ...body,
  }))
  const ask = (body: string, { id = '7', query = '' } = {}) =>
    answer(new Request(`${url}${query}`, { method: 'POST', body }), {
      params: Promise.resolve({ id }),
    })

  it('is what the caller sent, as the schemas of the route have it', async () => {
    const response = await ask('{"word":"hello"}', { query: '?loud=1' })

    expect(await response.json()).toEqual({ id: '7', loud: true, word: 'hello' })
  })

  it('must have the fields of the body, and no others', async () => {
    const response = await ask('{"word":"hello","more":1}')

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } })
  })

  it('is a 404 if a parameter of the path fits nothing', async () => {
    const response = await ask('{"word":"hello"}', { id: 'seven' })

    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: { code: 'not_found', message: 'Nothing has this id.' },
    })
  })

  it('may be the text of the body as it was sent', async () => {
    const raw = defineRoute({
      ...route,
      method: 'POST',
      body: { kind: 'text', maxBytes: 8, description: 'Anything.' },
    })
    const repeat = handle({ log: silentLog }, raw, async ({ body }) => ({ said: body }))
    const send = (body: string) => repeat(new Request(url, { method: 'POST', body }))

    expect(await (await send('{"a": 1}')).json()).toEqual({ said: '{"a": 1}' })
    expect((await send('{"a": 10}')).status).toBe(413)
  })
})

describe('a caller who is not allowed', () => {
  it('is refused before anything of the request is read', async () => {
    const closed: Caller<unknown, null> = {
      ...anyone,
      admit() {
        throw new AppError('unauthenticated', 'Sign in first.')
      },
    }
    const secret = defineRoute({
      ...route,
      method: 'POST',
      caller: closed,
      params: z.object({ id: z.string() }),
      body: z.strictObject({}),
    })
    const request = new Request(url, { method: 'POST', body: 'not JSON' })

    const response = await handle({ log: silentLog }, secret, async () => ({ said: '' }))(request)

    expect(response.status).toBe(401)
    expect(request.bodyUsed).toBe(false)
  })
})

describe('more requests at once than a route takes', () => {
  it('are refused with 503 and a time to try again', async () => {
    let finish = () => {}
    const work = new Promise<void>((resolve) => {
      finish = resolve
    })
    const handler = handle({ log: silentLog }, { ...route, maxAtOnce: 1 }, async () => {
      await work
      return { said: 'done' }
    })
    const first = handler(new Request(url))

    const second = await handler(new Request(url))

    expect(second.status).toBe(503)
    expect(second.headers.get('retry-after')).toBe('1')
    finish()
    expect((await first).status).toBe(200)
  })
})

describe('a handler whose backend never answers', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('answers 503 after 5 seconds, with a time to try again', async () => {
    const handler = handle({ log: silentLog }, route, () => new Promise<never>(() => {}))
    const answered = handler(new Request(url))

    await vi.advanceTimersByTimeAsync(5_000)

    const response = await answered
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await response.json()).toMatchObject({ error: { code: 'unavailable' } })
  })

  it('answers 503 after 55 seconds if it is a job, before its host ends it', async () => {
    const job = { ...route, isJob: true as const }
    const handler = handle({ log: silentLog }, job, () => new Promise<never>(() => {}))
    const answered = handler(new Request(url))

    await vi.advanceTimersByTimeAsync(55_000)

    const response = await answered
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('the next call') },
    })
  })

  it('has most of a minute if it is a job', async () => {
    let finish = () => {}
    const work = new Promise<void>((resolve) => {
      finish = resolve
    })
    const handler = handle({ log: silentLog }, { ...route, isJob: true }, async () => {
      await work
      return { said: 'done' }
    })
    const answered = handler(new Request(url))

    await vi.advanceTimersByTimeAsync(54_000)
    finish()

    expect((await answered).status).toBe(200)
  })
})

describe('an answer', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const answerTo = async (thrown: unknown) => {
    lines.length = 0
    return handle({ log }, route, async () => {
      throw thrown
    })(new Request(url))
  }

  it('carries the id of its request, another each time', async () => {
    const ask = handle({ log: silentLog }, route, async ({ requestId }) => ({ said: requestId }))
    const [one, two] = [await ask(new Request(url)), await ask(new Request(url))]

    expect(one.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await one.json()).toEqual({ said: one.headers.get('x-request-id') })
    expect(two.headers.get('x-request-id')).not.toBe(one.headers.get('x-request-id'))
  })

  it('to a caller’s mistake has a code, words, the id and the details', async () => {
    const response = await answerTo(
      new AppError('plan_required', 'This needs the plan "pro".', { requiredPlan: 'pro' }),
    )
    expect(response.status).toBe(403)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      error: {
        code: 'plan_required',
        message: 'This needs the plan "pro".',
        requestId: response.headers.get('x-request-id'),
        requiredPlan: 'pro',
      },
    })
  })

  it.each(Object.entries(statusOf) as [ErrorCode, number][])(
    'to %s is a %d',
    async (code, status) => {
      expect((await answerTo(new AppError(code, 'Words.'))).status).toBe(status)
    },
  )

  it.each([
    ['a backend that timed out', new Outage('Not done in 4 ms')],
    ['an AWS request that timed out', Object.assign(new Error(), { name: 'TimeoutError' })],
    ['a Stripe that is unreachable', Object.assign(new Error(), { type: 'StripeConnectionError' })],
    ['a refused connection', Object.assign(new Error(), { code: 'ECONNREFUSED' })],
    ['a failed fetch', new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })],
  ])('to %s is a 503 that says to try again', async (_, thrown) => {
    const response = await answerTo(thrown)

    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect((await response.json()).error).toMatchObject({
      code: 'unavailable',
      message: 'A service that we depend on isn’t answering. Try again in a moment.',
    })
    expect(lines.join()).toContain(response.headers.get('x-request-id'))
  })

  it.each([
    ['an error', new Error('password of the table: hunter2')],
    ['an error of the language', new TypeError('hunter2 is not a function')],
    ['a text', 'hunter2'],
    ['nothing', undefined],
    ['null', null],
    ['an object', { message: 'hunter2' }],
  ])('to %s thrown is a 500 that says nothing but the id', async (_, thrown) => {
    const response = await answerTo(thrown)
    const text = await response.text()

    expect(response.status).toBe(500)
    expect(text).not.toContain('hunter2')
    expect(JSON.parse(text).error).toEqual({
      code: 'internal',
      message: 'Something went wrong on our end. Try again in a moment.',
      requestId: response.headers.get('x-request-id'),
    })
    expect(lines.join()).toContain(response.headers.get('x-request-id'))
  })

  it('is stored by no cache, unless the route says so', async () => {
    const say = async () => ({ said: 'it' })
    const shared = { ...route, cacheControl: 'public, max-age=60' }

    const own = await handle({ log: silentLog }, route, say)(new Request(url))
    const all = await handle({ log: silentLog }, shared, say)(new Request(url))

    expect(own.headers.get('cache-control')).toBe('private, no-store')
    expect(all.headers.get('cache-control')).toBe('public, max-age=60')
  })

  it('may have another status, or no body', async () => {
    const late = { ...route, answers: { 200: empty, 202: z.object({ at: z.date() }) } } as const
    const at = new Date('2026-03-01T12:00:00Z')

    const accepted = await handle(
      { log: silentLog },
      late,
      async () => new Reply(202, { at }),
    )(new Request(url))
    const nothing = await handle({ log: silentLog }, late, async () => {})(new Request(url))

    expect([accepted.status, await accepted.json()]).toEqual([202, { at: at.toISOString() }])
    expect([nothing.status, await nothing.text()]).toEqual([200, ''])
  })
})
