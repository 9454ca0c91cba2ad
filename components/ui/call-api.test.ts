import { expect, it } from 'vitest'
import { type Browser, postJson } from './call-api'

const json = (status: number, body: unknown) => Response.json(body, { status })
const stale = () => json(401, { error: { code: 'token_stale', message: 'Refresh your token.' } })

/** A browser whose server gives these answers in turn. */
function browser(answers: (() => Response)[], { renews = true } = {}) {
  const calls: string[] = []
  const it: Browser = {
    async fetch(path, init) {
      calls.push(`${init?.method} ${path} ${init?.body}`)
      const answer = answers.shift()
      if (!answer) throw new TypeError('Failed to fetch')
      return answer()
    },
    async refresh() {
      calls.push('refresh')
      return renews
    },
    signIn: () => calls.push('sign in'),
  }
  return { it, calls }
}

it('sends JSON and hands back what was answered', async () => {
  const { it: here, calls } = browser([() => json(200, { url: 'https://pay.example' })])

  expect(await postJson('/api/checkout', { plan: 'pro' }, here)).toEqual({
    kind: 'done',
    body: { url: 'https://pay.example' },
  })
  expect(calls).toEqual(['POST /api/checkout {"plan":"pro"}'])
})

it('renews a token that ran out, and asks again', async () => {
  const { it: here, calls } = browser([stale, () => json(200, { url: '/' })])

  expect(await postJson('/api/portal', {}, here)).toMatchObject({ kind: 'done' })
  expect(calls).toEqual(['POST /api/portal {}', 'refresh', 'POST /api/portal {}'])
})

it('asks a person to sign in when the token can’t be renewed', async () => {
  const { it: here, calls } = browser([stale], { renews: false })

  expect(await postJson('/api/portal', {}, here)).toEqual({ kind: 'leaving' })
  expect(calls).toEqual(['POST /api/portal {}', 'refresh', 'sign in'])
})

it('asks again only once: a token that is refused twice means sign-in', async () => {
  const { it: here, calls } = browser([stale, stale, stale])

  expect(await postJson('/api/portal', {}, here)).toEqual({ kind: 'leaving' })
  expect(calls.filter((call) => call.startsWith('POST'))).toHaveLength(2)
})

it('passes on what the server says is wrong', async () => {
  const error = { code: 'already_subscribed', message: 'You have a subscription.', requestId: 'r' }
  const { it: here } = browser([() => json(409, { error })])

  expect(await postJson('/api/checkout', {}, here)).toEqual({
    kind: 'refused',
    code: 'already_subscribed',
    message: 'You have a subscription.',
  })
})

it('passes on where a spending cap is changed', async () => {
  const error = { code: 'limit_reached', message: 'No.', capUrl: 'https://app.test/usage#calls' }
  const { it: here } = browser([() => json(403, { error })])

  expect(await postJson('/api/features/api/call', {}, here)).toMatchObject({
    kind: 'refused',
    capUrl: 'https://app.test/usage#calls',
  })
})

it('has words for a lost connection and for an answer that is no JSON', async () => {
  const gone = browser([])
  const odd = browser([() => new Response('<html>', { status: 502 })])
  const bare = browser([() => json(500, null)])

  expect(await postJson('/api/portal', {}, gone.it)).toMatchObject({ code: 'unreachable' })
  expect(await postJson('/api/portal', {}, odd.it)).toMatchObject({ code: 'unreachable' })
  expect(await postJson('/api/portal', {}, bare.it)).toMatchObject({ code: 'internal' })
})

it('leaves out the name of the field that a refusal begins with', async () => {
  const message = 'promotionCode: this code is not valid for this change.'
  const { it: here } = browser([() => json(400, { error: { code: 'invalid_request', message } })])

  expect(await postJson('/api/subscription/preview', {}, here)).toMatchObject({
    message: 'This code is not valid for this change.',
  })
})
