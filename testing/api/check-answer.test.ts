import { expect, it } from 'vitest'
import { z } from 'zod'
import { user } from '@/lib/api/callers'
import { defineRoute, empty } from '@/lib/api/route'
import { Time } from '@/lib/billing/time'
import { checkAnswer } from './check-answer'

const route = defineRoute({
  method: 'GET',
  path: '/api/plan',
  section: 'Service',
  caller: user,
  summary: 'Read a plan',
  answers: {
    200: z.object({ plan: z.object({ key: z.string(), since: Time }) }),
    202: empty,
    503: z.object({ status: z.string() }),
  },
  errors: ['plan_required'],
  maxAtOnce: 1,
  example: {},
})

const check = (status: number, body: unknown) => checkAnswer(route, Response.json(body, { status }))
const plan = { key: 'pro', since: '2026-03-01T12:00:00.000Z' }
const common = { message: 'This needs the plan "pro".', requestId: '1' }

it('accepts what the route declares', async () => {
  await check(200, { plan })
  await checkAnswer(route, new Response(null, { status: 202 }))
  await check(503, { status: 'degraded' })
  await check(503, { error: { ...common, code: 'unavailable' } })
  await check(401, { error: { ...common, code: 'unauthenticated' } })
  await check(500, { error: { ...common, code: 'internal' } })
})

it.each<[string, number, unknown]>([
  ['a field that is missing', 200, { plan: { key: 'pro' } }],
  ['a field of another type', 200, { plan: { ...plan, key: 1 } }],
  ['a time that is not written as ours', 200, { plan: { ...plan, since: '2026-03-01' } }],
  ['a field that is not declared', 200, { plan, more: 1 }],
  ['a nested one', 200, { plan: { ...plan, lookupKey: 'pro_month' } }],
  ['a status that is not declared', 201, { plan }],
  ['an error that is not declared', 409, { error: { ...common, code: 'conflict' } }],
  ['an error with the status of another', 403, { error: { ...common, code: 'unauthenticated' } }],
  ['an error without its details', 403, { error: { ...common, code: 'plan_required' } }],
  [
    'an error with a field too many',
    401,
    { error: { ...common, code: 'unauthenticated', sub: 1 } },
  ],
])('refuses %s', async (_, status, body) => {
  await expect(check(status, body)).rejects.toThrow('GET /api/plan: ')
})

it('refuses a body where there should be none', async () => {
  await expect(check(202, {})).rejects.toThrow('no body')
})
