import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { rawRequest } from '@/testing/raw-request'
import { guardRequests } from './request-guard'

/** A server that, like Next, does nothing for a request that was answered already. */
const served: string[] = []
const server = createServer((request, response) => {
  if (response.writableEnded) return
  served.push(request.url ?? '')
  response.end('ours')
})
let at: string
let stopGuarding: () => void

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server on a port has an address of this kind.
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  stopGuarding = guardRequests()
})
beforeEach(() => {
  served.length = 0
})
afterAll(() => {
  stopGuarding()
  server.close()
})

it('answers a URL with too many query names itself, with our security headers', async () => {
  const { status, headers, body } = await rawRequest(at, `/api/plans?${'a&'.repeat(3_500)}`)

  expect(status).toBe(414)
  expect(JSON.parse(body)).toMatchObject({ error: { code: 'too_many_query_names' } })
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  expect(served).toEqual([])
})

it('answers a path that can’t be decoded itself', async () => {
  const { status, headers, body } = await rawRequest(at, '/api/%', { method: 'POST' })

  expect(status).toBe(400)
  expect(JSON.parse(body)).toMatchObject({ error: { code: 'invalid_url' } })
  expect(headers['strict-transport-security']).toContain('max-age=')
  expect(served).toEqual([])
})

it.each([
  '/plans/',
  '//plans',
  '/api//plans',
  '/plans\\x',
  '/plans/?a=b',
  '//evil.test/..',
  '/api/features/%2E.',
])('gives the redirect that Next makes of %s our security headers', async (path) => {
  const { status, headers } = await rawRequest(at, path)

  expect(status).toBe(200)
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['x-frame-options']).toBe('DENY')
  expect(served).toEqual([path])
})

it.each(['/', '/plans', '/plans?next=//x/', '/?a=/'])(
  'leaves %s as it is, for its page to set its own policy',
  async (path) => {
    const { headers } = await rawRequest(at, path)

    expect(headers['content-security-policy']).toBeUndefined()
    expect(served).toEqual([path])
  },
)
