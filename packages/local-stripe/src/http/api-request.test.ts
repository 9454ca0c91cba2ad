import { describe, expect, it } from 'vitest'
import { createLocalStripe } from '../local-stripe'
import { apiRequest } from './api-request'

const BASE = 'http://localhost:12111'

describe('a request in process', () => {
  it('is read without making a Request if it is one to the API', async () => {
    const request = apiRequest(`${BASE}/v1/customers?limit=1`, {
      method: 'post',
      headers: { Authorization: 'Bearer sk_test_1' },
      body: 'email=ada%40example.com',
    })

    expect(request).toMatchObject({ method: 'POST', url: `${BASE}/v1/customers?limit=1` })
    expect(request?.headers.get('authorization')).toBe('Bearer sk_test_1')
    expect(await request?.text()).toBe('email=ada%40example.com')
  })

  it.each([
    [`${BASE}/_control/clock`, {}],
    [`${BASE}/c/pay/cs_1?next=/v1/customers`, {}],
    [new Request(`${BASE}/v1/customers`), {}],
    [`${BASE}/v1/files`, { method: 'POST', body: new FormData() }],
  ])('is an ordinary one otherwise: %s', (input, init) => {
    expect(apiRequest(input, init)).toBeNull()
  })

  it('is answered as the same request from a server is', async () => {
    const local = createLocalStripe({ seed: 1 })
    const url = `${BASE}/v1/customers`
    const init = {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_1' },
      body: 'name=Ada',
    }

    const answers = [await local.fetch(url, init), await local.fetch(new Request(url, init))]

    for (const answer of answers) {
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ object: 'customer', name: 'Ada' })
    }
    expect((await local.fetch(`${BASE}/v1/nothing`, init)).status).toBe(501)
  })
})
