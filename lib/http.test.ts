import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bodyLimit, loadShedding, parseJson, readBody, readText } from './http'

const url = 'https://app.example.com/api/checkout'
const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  // Node wants `duplex` for a streamed body; the DOM's types don't know it yet.
  new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

/** A body that counts how many of its kilobytes were read. */
function endless(kilobytes: number) {
  const taken = { kilobytes: 0, canceled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken.kilobytes++ >= kilobytes) controller.close()
        else controller.enqueue(new Uint8Array(1024))
      },
      cancel() {
        taken.canceled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, taken }
}

describe('too many requests at once', () => {
  it('are refused with 503 while the first are in progress, and accepted afterwards', async () => {
    let finish = () => {}
    const work = new Promise<void>((resolve) => {
      finish = resolve
    })
    const handler = loadShedding(
      2,
      async () => {
        await work
        return new Response(null)
      },
      () => false,
    )
    const first = [handler(), handler()]

    await expect(handler()).rejects.toMatchObject({ code: 'unavailable' })

    finish()
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200])
    expect((await handler()).status).toBe(200)
  })

  it('have half the limit while the event loop lags, but a single request is never refused', async () => {
    let late = true
    const underWay: (() => void)[] = []
    const handler = loadShedding(
      4,
      () => new Promise<Response>((resolve) => underWay.push(() => resolve(new Response(null)))),
      () => late,
    )
    const taken = [handler(), handler()]

    await expect(handler()).rejects.toMatchObject({ code: 'unavailable' })
    late = false
    taken.push(handler())

    for (const finish of underWay) finish()
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('have half the limit when the event loop is really blocked', async () => {
    const held: (() => void)[] = []
    const handler = loadShedding(
      2,
      () => new Promise<Response>((resolve) => held.push(() => resolve(new Response(null)))),
    )
    const first = handler()
    const until = performance.now() + 300
    while (performance.now() < until);

    await expect(handler()).rejects.toMatchObject({ code: 'unavailable' })
    for (const finish of held) finish()
    expect((await first).status).toBe(200)
  })

  it('free their places when they fail', async () => {
    const handler = loadShedding(1, async () => {
      throw new Error('Down')
    })
    await expect(handler()).rejects.toThrow('Down')
    await expect(handler()).rejects.toThrow('Down')
  })
})

describe('a body', () => {
  it('is read up to the limit', async () => {
    const exact = 'x'.repeat(bodyLimit)
    expect(await readBody(post(exact), bodyLimit)).toHaveLength(bodyLimit)
    await expect(readBody(post(`${exact}x`), bodyLimit)).rejects.toMatchObject({
      code: 'too_large',
      message: 'Send at most 64 KB.',
    })
  })

  it('is refused unread when its Content-Length is too long', async () => {
    const { stream, taken } = endless(1_000_000)
    const request = post(stream, { 'content-length': String(bodyLimit + 1) })
    await expect(readBody(request, bodyLimit)).rejects.toMatchObject({ code: 'too_large' })
    expect(taken.kilobytes).toBe(0)
  })

  it.each(['0', '10', '-1', 'NaN', 'a lot', ''])(
    'is refused when it is too long, whatever Content-Length says (%j)',
    async (length) => {
      const { stream, taken } = endless(1_000_000)
      const request = post(stream, { 'content-length': length })
      await expect(readBody(request, bodyLimit)).rejects.toMatchObject({ code: 'too_large' })
      expect(taken.kilobytes).toBeLessThan(70)
      expect(taken.canceled).toBe(true)
    },
  )

  it('times out when the client stops in the middle', async () => {
    let isCanceled = false
    const stuck = new ReadableStream({
      start: (sender) => sender.enqueue(new Uint8Array(1)),
      cancel: () => {
        isCanceled = true
      },
    })

    await expect(readBody(post(stuck), bodyLimit, 20)).rejects.toMatchObject({
      code: 'body_timeout',
    })
    expect(isCanceled).toBe(true)
  })

  it('may be missing', async () => {
    expect(await readBody(new Request(url), bodyLimit)).toHaveLength(0)
  })
})

const Order = z.strictObject({ plan: z.string(), interval: z.enum(['month', 'year']).optional() })

const readJson = async (request: Request) => parseJson(Order, await readText(request, bodyLimit))

describe('a JSON body', () => {
  it('is parsed by the schema', async () => {
    const body = JSON.stringify({ plan: 'pro', interval: 'year' })
    expect(await readJson(post(body))).toEqual({ plan: 'pro', interval: 'year' })
  })

  it.each<[string, string]>([
    ['', 'Send a JSON body.'],
    ['plan=pro', 'Send a JSON body.'],
    ['{"plan":"pro"', 'Send a JSON body.'],
    ["{'plan':'pro'}", 'Send a JSON body.'],
    ['{"plan":"pro"}{"plan":"pro"}', 'Send a JSON body.'],
    ['NaN', 'Send a JSON body.'],
    ['null', 'expected object'],
    ['[]', 'expected object'],
    ['"pro"', 'expected object'],
    ['{}', 'plan: '],
    ['{"plan":["pro"]}', 'plan: '],
    ['{"plan":"pro","interval":"week"}', 'interval: '],
    ['{"plan":"pro","price":"price_1"}', 'Unrecognized key'],
  ])('%j is refused with a message', async (body, words) => {
    const refused = readJson(post(body))
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(refused).rejects.toThrow(words)
  })

  it('is not repeated whole in the message', async () => {
    const refused = readJson(post(JSON.stringify({ plan: 'pro', ['x'.repeat(60_000)]: 1 })))
    await refused.catch((error: Error) => expect(error.message.length).toBeLessThanOrEqual(300))
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it.each([
    '{"plan":"pro","__proto__":{"admin":true}}',
    '{"plan":"pro","constructor":{"prototype":{"admin":true}}}',
    '{"plan":"pro","prototype":{"admin":true}}',
    '{"__proto__":{"plan":"pro"}}',
  ])('changes no prototype: %s', async (body) => {
    const read = await readJson(post(body)).catch(() => null)
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
    expect(Object.keys(read ?? {}).filter((key) => key !== 'plan')).toEqual([])
    expect(Object.getPrototypeOf(read ?? {})).toBe(Object.prototype)
  })

  it('is always parsed or refused, and never causes an internal error', async () => {
    const key = fc.constantFrom('plan', 'interval', '__proto__', 'constructor', 'toString', 'x')
    const json = fc.oneof(
      fc.json(),
      fc.dictionary(key, fc.jsonValue()).map((value) => JSON.stringify(value)),
      fc
        .array(fc.tuple(key, fc.json()))
        .map((pairs) => `{${pairs.map(([name, value]) => `"${name}":${value}`).join()}}`),
    )
    const bytes = fc.uint8Array({ maxLength: 200 }).map((list) => new Uint8Array(list))
    const before = Object.getOwnPropertyNames(Object.prototype).join()
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, fc.string(), bytes), async (body) => {
        try {
          expect(Object.keys(await readJson(post(body)))).toContain('plan')
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: 'invalid_request' })
        }
        expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before)
      }),
      { numRuns: 5_000 },
    )
  })

  it('nested a thousand times is refused like any other', async () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000)
    await expect(readJson(post(deep))).rejects.toMatchObject({ code: 'invalid_request' })
  })
})
