import Stripe from 'stripe'
import { tokenOf } from './support/cognito'
import { accessToken, demoAccount, expect, openAs, stack, test } from './test'

/** The paths that other systems use for our routes, requested from a real server. */
test('the paths of other systems get the same answers', async ({ request }) => {
  const authorization = `Bearer ${await tokenOf(stack, demoAccount('pro'))}`
  const get = (path: string) => request.get(path, { headers: { authorization } })

  for (const [alias, path] of [
    ['/me/entitlements', '/api/entitlements'],
    ['/api/auth/premium-status', '/api/access'],
    ['/billing/plans', '/api/plans'],
    ['/billing/plan-comparison?api_calls=5', '/api/plans/compare?api_calls=5'],
    ['/billing/subscription', '/api/subscription'],
    ['/health?live', '/api/health?live'],
  ] as const) {
    const [named, ours] = [await get(alias), await get(path)]
    expect(named.status(), alias).toBe(200)
    expect(await named.json()).toEqual(await ours.json())
    expect(named.headers()['content-security-policy']).toBe(
      ours.headers()['content-security-policy'],
    )
  }
})

test('a POST to an alias needs a session and a valid body like any other', async ({ page }) => {
  await openAs(page, demoAccount('free'))
  const { jwt } = await accessToken(page)
  const path = '/api/stripe/create-checkout-session'
  const post = (headers: Record<string, string>) =>
    page.request.post(path, { data: { plan: 'pro' }, headers })
  const codeOf = async (answer: ReturnType<typeof post>) => {
    const { error } = await (await answer).json()
    return error?.code
  }

  expect(await codeOf(post({ origin: 'https://evil.example' }))).toBe('foreign_origin')
  const own = await post({ origin: stack.app })
  expect(await own.json()).toEqual({ url: expect.stringContaining(stack.stripe.url) })
  const bearer = await post({ authorization: `Bearer ${jwt}` })
  expect(bearer.status()).toBe(200)
  await page.context().clearCookies()
  expect(await codeOf(post({ origin: stack.app }))).toBe('unauthenticated')
})

for (const path of ['/stripe/webhook', '/v1/stripe/webhook']) {
  test(`${path} accepts what Stripe signed, and nothing else`, async ({ request }) => {
    const payload = JSON.stringify({
      id: 'evt_alias',
      object: 'event',
      type: 'product.updated',
      created: 1,
      livemode: false,
      data: { object: { id: 'prod_1', object: 'product' } },
    })
    const secret = stack.stripe.webhookSecret
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret })
    const send = (headers: Record<string, string>) => request.post(path, { data: payload, headers })

    const signed = await send({ 'stripe-signature': signature, 'content-type': 'application/json' })
    expect([signed.status(), await signed.text()]).toEqual([200, ''])
    const unsigned = await send({ 'stripe-signature': 't=1,v1=00' })
    expect(unsigned.status()).toBe(400)
  })
}

test('an unknown path and an unknown method are answered with JSON', async ({ request }) => {
  for (const path of ['/me/account', '/billing/invoices', '/v1/anything', '/api/nothing']) {
    const answer = await request.get(path)
    expect(answer.status(), path).toBe(404)
    expect(await answer.json()).toMatchObject({
      error: { code: 'not_found', message: expect.stringContaining(path) },
    })
  }
  const wrong = await request.delete('/health')
  expect([wrong.status(), wrong.headers().allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  expect((await request.head('/health?live')).status()).toBe(200)
  expect((await request.fetch('/api/checkout', { method: 'OPTIONS' })).headers().allow).toBe(
    'POST, OPTIONS',
  )
})
