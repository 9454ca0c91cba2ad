import { codeFor, demoAccount, expect, newUser, signIn, signOut, signUp, stack, test } from './test'

test('a user who signs in returns to the page that asked for it', async ({ page }) => {
  await page.goto('/settings')
  await expect(page).toHaveURL(/\/signin\?next=%2Fsettings/)
  const account = demoAccount('free')
  await signIn(page, account, '/settings')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})

test('signing in never redirects to another site', async ({ page }) => {
  const account = demoAccount('free')
  await page.goto('/signin?next=https://evil.example/')
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${stack.app}/dashboard`)
})

test('a wrong password is reported, and the form keeps what was typed', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/400/)
  await page.goto('/signin')
  await page.getByLabel('Email').fill('pro@example.com')
  await page.getByLabel('Password', { exact: true }).fill('not-the-password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Incorrect email or password.')).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue('pro@example.com')
})

test('a forgotten password is replaced with a code from the mailbox', async ({ page }) => {
  const person = await signUp(page, '', newUser())
  await signOut(page)
  const before = await codeFor(person.email)

  await page.goto('/forgot-password')
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('button', { name: /code/i }).click()
  await expect(page.getByLabel('Code')).toBeVisible()
  await expect.poll(() => codeFor(person.email)).not.toBe(before)
  await page.getByLabel('Code').fill(await codeFor(person.email))
  await page.getByLabel('New password', { exact: true }).fill('Another-horse-10')
  await page.getByLabel('Confirm new password').fill('Another-horse-10')
  await page.getByRole('button', { name: 'Reset password' }).click()

  await expect(
    page.getByText('Your password has been changed. Sign in with your new password.'),
  ).toBeVisible()
  await signIn(page, { email: person.email, password: 'Another-horse-10' })
})

test('an invalid access token is renewed without a form', async ({ page, context }) => {
  const account = demoAccount('pro')
  await signIn(page, account)
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith('.accessToken'))
  if (!cookie) throw new Error('Signed in, but there is no access token')
  // The server refuses it like an expired one.
  const spoilt = cookie.value.replace(/.{8}$/, 'AAAAAAAA')
  await context.addCookies([{ ...cookie, value: spoilt }])

  await page.goto('/settings')

  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})

test('session cookies stay for 30 days, not for a year', async ({ page, context }) => {
  await signIn(page, demoAccount('free'))
  const kept = (await context.cookies()).filter(({ name }) => name.includes('Cognito'))

  expect(kept.map(({ name }) => name).join()).toContain('refreshToken')
  const inDays = kept.map(({ expires }) => Math.round((expires - Date.now() / 1_000) / 86_400))
  expect(new Set(inDays)).toEqual(new Set([30]))
})

test('another website’s link doesn’t sign anyone out', async ({ page, context }) => {
  await signIn(page, demoAccount('free'))
  const session = async () =>
    (await context.cookies()).filter(({ name }) => name.endsWith('Token')).length
  const before = await session()

  await page.goto('/signout', { referer: 'https://evil.example/' })
  await expect(page.getByRole('heading', { name: 'Sign out?' })).toBeVisible()
  await page.waitForLoadState('networkidle')

  expect([before, await session()]).toEqual([3, 3])
  await page.getByRole('link', { name: 'Stay signed in' }).click()
  await expect(page).toHaveURL(/\/dashboard/)
})

test('after signing out nothing of the session is left', async ({ page, context }) => {
  await signUp(page)
  await signOut(page)
  expect((await context.cookies()).filter(({ name }) => name.endsWith('Token'))).toEqual([])
  await page.goto('/dashboard')
  await expect(page).toHaveURL(/\/signin/)
})

test('while Cognito hangs, signing out still works, and the form reports the outage', async ({
  page,
  context,
}) => {
  await signIn(page, demoAccount('pro'))
  await context.route(`${stack.cognito.endpoint}/**`, () => {
    // This request is never answered.
  })

  await signOut(page)
  expect((await context.cookies()).filter(({ name }) => name.includes('Cognito'))).toEqual([])

  await page.goto('/signin')
  await page.getByLabel('Email').fill('pro@example.com')
  await page.getByLabel('Password', { exact: true }).fill(demoAccount('pro').password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Sign-in isn’t answering right now.')).toBeVisible()
})
