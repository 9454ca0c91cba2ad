import { expect, it } from 'vitest'
import { curlOf } from './curl'
import { type Operation, openApiDocument } from './document'

const { paths } = openApiDocument()

function curl(method: 'get' | 'post', path: string): string {
  const operation: Operation | undefined = paths[path]?.[method]
  if (!operation) throw new Error(`There is no ${method} ${path}`)
  return curlOf(method.toUpperCase(), path, operation)
}

it('sends a token and a body', () => {
  expect(curl('post', '/api/subscription/resume')).toBe(
    `curl -X POST https://app.example.com/api/subscription/resume \\
  -H "authorization: Bearer $ACCESS_TOKEN" \\
  -H 'content-type: application/json' \\
  -d '{"what":"cancellation"}'`,
  )
})

it('fills in the path and the query', () => {
  expect(curl('get', '/api/admin/events/{id}')).toContain('/api/admin/events/evt_1 \\')
  expect(curl('get', '/api/plans/compare')).toBe(
    "curl 'https://app.example.com/api/plans/compare?interval=month&api_calls=120000'",
  )
})

it('sends what each caller has instead of a token', () => {
  expect(curl('post', '/api/cron/sweep')).toContain('Bearer $CRON_SECRET')
  expect(curl('post', '/api/stripe/webhook')).toContain('stripe-signature')
  expect(curl('get', '/api/plans')).toBe('curl https://app.example.com/api/plans')
})
