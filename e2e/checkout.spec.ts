import {
  accessToken,
  cards,
  expect,
  openWithNewAccount,
  payWith,
  stack,
  subscribe,
  test,
} from './test'

test('a declined card grants nothing and says why', async ({ page, expectedErrors }) => {
  expectedErrors.push(/402/)
  await openWithNewAccount(page, '?plan=pro&interval=month')
  await page.getByRole('button', { name: 'Continue to payment' }).click()

  await payWith(page, cards.declined)

  await expect(page.getByText(/card was declined/i).first()).toBeVisible()
  await page.goto(`${stack.app}/dashboard`)
  await expect(page.getByText('You’re on Free')).toBeVisible()
  expect((await accessToken(page)).groups).toEqual(['free'])
})

test('3-D Secure: a refusal grants nothing, a confirmation gives access', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/402/)
  await openWithNewAccount(page, '?plan=starter&interval=year')
  await page.getByRole('button', { name: 'Continue to payment' }).click()

  await payWith(page, cards.asksThe3dSecure)
  await page.waitForURL('**/authenticate**')
  await page.getByRole('button', { name: /fail/i }).click()
  await expect(page.getByText(/unable to authenticate/i).first()).toBeVisible()

  await payWith(page, cards.asksThe3dSecure)
  await page.waitForURL('**/authenticate**')
  await page.getByRole('button', { name: /complete/i }).click()
  await expect(page.getByRole('heading', { name: 'You’re on Starter' })).toBeVisible()
  await expect.poll(async () => (await accessToken(page)).groups).toEqual(['starter'])
})

test('canceling on Stripe’s page returns without a charge, and the next attempt reuses the session', async ({
  page,
}) => {
  await openWithNewAccount(page, '?plan=pro&interval=month')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.waitForURL('**/c/pay/**')
  const first = page.url()

  await page.getByRole('link', { name: '← Back' }).click()
  await expect(page.getByText('You weren’t charged.')).toBeVisible()
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.waitForURL('**/c/pay/**')
  expect(page.url()).toBe(first)
})

test('another user’s session_id opens nothing', async ({ page, browser }) => {
  await subscribe(page, 'pro')
  const address = page.url()

  const other = await (await browser.newContext({ baseURL: stack.app })).newPage()
  await openWithNewAccount(other)
  await other.goto(address)

  await expect(other.getByRole('heading', { name: 'We couldn’t find that checkout' })).toBeVisible()
  await other.goto('/dashboard')
  await expect(other.getByText('You’re on Free')).toBeVisible()
  expect((await accessToken(other)).groups).toEqual(['free'])
  await other.context().close()
})

test('the user’s own unpaid session_id opens nothing either', async ({ page }) => {
  await openWithNewAccount(page, '?plan=pro&interval=month')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.waitForURL('**/c/pay/**')
  const sessionId = new URL(page.url()).pathname.split('/').at(-1)

  await page.goto(`${stack.app}/checkout/return?session_id=${sessionId}`)

  await expect(page.getByRole('heading', { name: 'Your checkout isn’t complete' })).toBeVisible()
})

test('a user who pays already can’t buy a second subscription', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/409/)
  await subscribe(page, 'pro')

  await page.goto('/setup-billing?plan=starter&interval=month')
  await expect(page.getByRole('heading', { name: 'You already have a subscription' })).toBeVisible()
  const answer = await page.request.post('/api/checkout', {
    data: { plan: 'enterprise' },
    headers: { origin: stack.app },
  })
  expect(answer.status()).toBe(409)
  expect((await answer.json()).error.code).toBe('already_subscribed')
})
