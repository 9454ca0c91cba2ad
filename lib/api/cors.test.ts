import { describe, expect } from 'vitest'
import { createApp, exampleRequest, routeList } from '@/testing/api/app'
import { test } from '@/testing/test'
import { checkout } from './checkout/checkout'
import { methods } from './methods'
import { routes } from './routes'
import { webhook } from './webhook/webhook'

const allowed = 'https://www.example.com'
const listed = `${allowed} https://docs.example.com:8443 http://localhost:3001`
const open = test.extend('options', { env: { CORS_ORIGINS: listed } })

const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

const preflight = (origin: string | null) =>
  new Request('https://app.test/api/checkout', {
    method: 'OPTIONS',
    headers: {
      ...(origin !== null && { origin }),
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })

describe('without CORS_ORIGINS', () => {
  test('no other website may read an answer, or send a write', async ({ world }) => {
    const app = createApp(world.services)
    for (const [, route] of routeList) {
      const response = await app(exampleRequest(route, { origin: allowed }))
      expect([corsHeaders(response), response.headers.get('vary')]).toEqual([{}, null])
    }
    const { OPTIONS } = methods({ POST: checkout(world.services) })
    expect(corsHeaders(await OPTIONS(preflight(allowed)))).toEqual({})
  })
})

describe('a page of a listed origin', () => {
  open('may read answers and errors, but not with cookies', async ({ world, ada }) => {
    const app = createApp(world.services)
    const authorization = `Bearer ${world.token(ada)}`
    const answers = [
      await app(exampleRequest(routes.listPlans, { origin: allowed })),
      await app(exampleRequest(routes.checkout, { origin: allowed, authorization })),
      await app(exampleRequest(routes.checkout, { origin: allowed })),
      await app(new Request('https://app.test/api/nothing', { headers: { origin: allowed } })),
    ]

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 404])
    for (const answer of answers) {
      expect(corsHeaders(answer)).toEqual({
        'access-control-allow-origin': allowed,
        'access-control-expose-headers': 'x-request-id, retry-after',
      })
      expect(answer.headers.get('vary')).toBe('origin')
    }
  })

  open('may send writes with a token', async ({ world }) => {
    const { OPTIONS } = methods({ POST: checkout(world.services) })
    const answer = await OPTIONS(preflight(allowed))

    expect(answer.status).toBe(204)
    expect(corsHeaders(answer)).toEqual({
      'access-control-allow-origin': allowed,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '600',
    })
    expect(answer.headers.get('vary')).toBe('origin')
  })

  open.for(['https://docs.example.com:8443', 'http://localhost:3001'])(
    'may be any of the list: %s',
    async (origin, { world }) => {
      const { OPTIONS } = methods({ POST: checkout(world.services) })
      const { headers } = await OPTIONS(preflight(origin))

      expect(headers.get('access-control-allow-origin')).toBe(origin)
    },
  )

  open('may use no method that the path doesn’t have', async ({ world }) => {
    const { GET } = methods({ POST: checkout(world.services) })
    const request = new Request('https://app.test/api/checkout', { headers: { origin: allowed } })

    expect((await GET(request)).status).toBe(405)
  })

  open('may not deliver events', async ({ world }) => {
    const { OPTIONS } = methods({ POST: webhook(world.services) })

    expect(corsHeaders(await OPTIONS(preflight(allowed)))).toEqual({})
  })
})

describe('a page of any other origin', () => {
  open.for([
    null,
    'null',
    '',
    '*',
    'http://www.example.com',
    'https://example.com',
    'https://www.example.com.evil.test',
    'https://evilwww.example.com',
    'https://www.example.com:8443',
    'https://www.example.com:443',
    'https://docs.example.com',
    'https://WWW.EXAMPLE.COM',
    'https://www.example.com/',
    'https://www.example.com.',
    'https://wwwxexample.com',
    'https://www.example.com, https://evil.test',
    'https://evil.test https://www.example.com',
    'http://localhost:3002',
    'https://app.test',
  ])('gets nothing, and the answer varies by origin: %s', async (origin, { world }) => {
    const headers: Record<string, string> = origin === null ? {} : { origin }
    const { OPTIONS } = methods({ POST: checkout(world.services) })
    const answers = [
      await createApp(world.services)(exampleRequest(routes.listPlans, headers)),
      await OPTIONS(preflight(origin)),
    ]

    for (const answer of answers) {
      expect(corsHeaders(answer)).toEqual({})
      expect(answer.headers.get('vary')).toBe('origin')
    }
  })
})
