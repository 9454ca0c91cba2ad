import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const BASE = 'http://localhost:12111'

const openControl = () => {
  const at = stripeInProcess({ baseUrl: BASE })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    at.local.fetch(`${BASE}/_control${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    })
  return { ...at, post }
}

describe('POST /_control/clock', () => {
  it('moves the clock and runs the due tasks', async () => {
    const { stripe, post } = openControl()
    const [customer, price] = [await payingCustomer(stripe), await monthlyPrice(stripe)]
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] })

    const moved = await post('/clock', { advance: { days: 365 * 2 } })

    expect(await moved.json()).toMatchObject({ now: '2028-01-15T12:00:00.000Z' })
    const invoices = await stripe.invoices.list({ customer: customer.id, limit: 100 })
    expect(invoices.data).toHaveLength(25)
  })

  it.each([
    ['1e308 days', { advance: { days: 1e308 } }],
    ['eleven years', { advance: { days: 365 * 11 } }],
    ['hours that add up to more', { advance: { hours: 1e6 } }],
    ['a date too far ahead', { to: '9999-12-31T00:00:00Z' }],
    ['a past date', { to: '2020-01-01T00:00:00Z' }],
    ['no number', { advance: { days: null } }],
    ['an unknown field', { faster: true }],
  ])('refuses %s and does not move', async (_, body) => {
    const { engine, post } = openControl()
    const before = engine.clock.now()

    const answer = await post('/clock', body)

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { message: expect.any(String) } })
    expect(engine.clock.now()).toEqual(before)
  })
})

describe('a request from a browser', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3000' }],
    ['another port, with only Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
  ])('is refused from %s', async (_, headers) => {
    const { engine, post } = openControl()
    const before = engine.clock.now()

    expect((await post('/clock', { advance: { days: 1 } }, headers)).status).toBe(403)
    expect(engine.clock.now()).toEqual(before)
  })

  it('is refused under a foreign host name, even a GET', async () => {
    const { local } = openControl()

    expect((await local.fetch('http://evil.example/_control/customers')).status).toBe(403)
    expect((await local.fetch('http://127.0.0.1:12111/_control/customers')).status).toBe(200)
  })
})
