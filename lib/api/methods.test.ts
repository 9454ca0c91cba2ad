import { expect, it } from 'vitest'
import { healthRoutes } from './health/routes'
import { methods } from './methods'

const answer = Object.assign(async () => new Response('it'), {
  route: healthRoutes.health,
  corsOrigins: () => [],
})
const exported = methods({ GET: answer })
const ask = (method: keyof typeof exported) =>
  exported[method](new Request('https://app.test/api/health', { method }))

it('answers the methods that a path has', async () => {
  expect(await (await ask('GET')).text()).toBe('it')
})

it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
  'answers %s with 405, as JSON, and says which methods there are',
  async (method) => {
    const response = await ask(method)

    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    const { error } = await response.json()
    expect(error).toEqual({
      code: 'method_not_allowed',
      message: 'Use GET here.',
      requestId: response.headers.get('x-request-id'),
    })
  },
)

it('answers OPTIONS with the methods', async () => {
  const response = await ask('OPTIONS')

  expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
})
