import { expect, it } from 'vitest'
import { silentLog } from '@/lib/log'
import { unknownPath } from './unknown-path'

it('says in JSON that there is nothing, however long the path', async () => {
  const request = new Request(`https://app.test/api/entitlement/${'x'.repeat(3_000)}`)

  const response = await unknownPath({ log: silentLog })(request)

  expect(response.status).toBe(404)
  const { error } = await response.json()
  expect(error).toMatchObject({ code: 'not_found' })
  expect(error.message).toMatch(/^There’s nothing at \/api\/entitlement\/x{5,190}\. See docs/)
})
