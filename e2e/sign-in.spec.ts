import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { cognitoOf } from './support/cognito'
import { inspectOnEveryScreen } from './support/inspect'
import {
  codeFor,
  demoAccount,
  expect,
  newUser,
  openWithNewAccount,
  signIn,
  signOut,
  signUp,
  stack,
  test,
} from './test'

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
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('not-the-password')
})

test('empty fields are asked for by name, and the first gets the focus', async ({ page }) => {
  await page.goto('/signin')
  await page.getByRole('button', { name: 'Sign in' }).press('Enter')
  await expect(page.getByText('Enter your email.')).toBeVisible()
  await expect(page.getByLabel('Email')).toBeFocused()
  await inspectOnEveryScreen(page, 'signin-empty')

  await page.goto('/signup')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).fill('Correct-horse-1')
  await page.getByLabel('Confirm password').fill('Correct-horse-2')
  await page.getByLabel('Confirm password').press('Enter')
  await expect(page.getByText('The passwords don’t match.')).toBeVisible()
  await expect(page.getByLabel('Confirm password')).toBeFocused()
})

test('a form that is sent before its code has loaded is not lost', async ({ page }) => {
  let load = () => {}
  const loading = new Promise<void>((resolve) => {
    load = resolve
  })
  await page.route('**/_next/static/chunks/*.js*', async (route) => {
    await loading
    await route.continue()
  })
  const { email, password } = demoAccount('free')
  await page.goto('/signin?next=/settings', { waitUntil: 'commit' })
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  expect(new URL(page.url()).pathname).toBe('/signin')

  load()

  await page.waitForURL('**/settings')
})

test('on the local stack a demo account signs in with one click', async ({ page }) => {
  await page.goto('/signin')
  const list = page.getByRole('region', { name: 'Demo accounts' })
  await expect(list.getByRole('button')).toHaveCount(stack.accounts.length)
  await list.getByRole('button', { name: 'pro@example.com' }).click()
  await page.waitForURL('**/dashboard')
  await expect(page.getByText('You’re on Pro')).toBeVisible()
})

test('each step of signing up has the focus and a title, survives a reload, and is accessible', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/400/)
  await page.clock.install()
  const { email, password } = newUser()
  await page.goto('/signup')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Confirm password').fill(password)
  await page.getByLabel('Confirm password').press('Enter')

  await expect(page.getByRole('heading', { level: 1, name: 'Check your email' })).toBeVisible()
  await expect(page).toHaveTitle(/^Check your email · /)
  await expect(page.getByText(`We sent a 6-digit code to ${email}`)).toBeVisible()
  await expect(page.getByLabel('Code')).toBeFocused()
  const first = await codeFor(email)

  // Not at once, and not in silence.
  const resend = page.getByRole('button', { name: 'Resend code' })
  await resend.click()
  await page.clock.runFor(31_000)
  await resend.click()
  await expect(page.getByText('Earlier codes no longer work.')).toBeVisible()
  await expect.poll(() => codeFor(email)).not.toBe(first)
  await inspectOnEveryScreen(page, 'signup-code')

  await page.getByLabel('Code').fill(first)
  await page.getByLabel('Code').press('Enter')
  await expect(page.getByText('That code is incorrect.')).toBeVisible()
  await expect(page.getByLabel('Code')).toBeFocused()
  await inspectOnEveryScreen(page, 'signup-wrong-code')

  await page.reload()
  await expect(page.getByText(`We sent a 6-digit code to ${email}`)).toBeVisible()
  await page.getByLabel('Code').fill(await codeFor(email))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('Your email is confirmed.')).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/setup-billing')
})

test('a user who signs in before confirming gets a code, and is in once it is entered', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/400/)
  const person = newUser()
  await page.goto('/signup')
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByLabel('Confirm password').fill(person.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('Code')).toBeVisible()
  const first = await codeFor(person.email)

  // The address comes along to the other page.
  await page.goto('/signin')
  await expect(page.getByLabel('Email')).toHaveValue(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Code')).toBeFocused()
  await expect.poll(() => codeFor(person.email)).not.toBe(first)
  await page.getByLabel('Code').fill(await codeFor(person.email))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL('**/dashboard')
})

test('a forgotten password is replaced with a code from the mailbox, and its user is signed in', async ({
  page,
}) => {
  const person = await openWithNewAccount(page)
  await signOut(page)

  await page.goto('/signin?next=/settings')
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill('I forgot it')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.waitForURL('**/forgot-password**')
  await page.getByLabel('Email').fill(person.email)
  await page.getByRole('button', { name: /code/i }).click()
  await expect(page.getByText(`If ${person.email} has an account`)).toBeVisible()
  await expect(page).toHaveTitle(/^Choose a new password · /)
  await expect(page.getByLabel('Code')).toBeFocused()
  await inspectOnEveryScreen(page, 'forgot-password-code')
  await page.getByLabel('Code').fill(await codeFor(person.email))
  await page.getByLabel('New password', { exact: true }).fill('Another-horse-10')
  await page.getByLabel('Confirm new password').fill('Another-horse-10')
  await page.getByRole('button', { name: 'Reset password' }).click()

  await page.waitForURL('**/settings')
  await expect(page.getByText('Your password has been changed.').first()).toBeVisible()
  await signOut(page)
  await signIn(page, { email: person.email, password: 'Another-horse-10' })
})

test('a password for one use is replaced, and an unverified address gets a code', async ({
  page,
}) => {
  const { email } = newUser()
  await cognitoOf(stack).send(
    new AdminCreateUserCommand({
      UserPoolId: stack.cognito.userPoolId,
      Username: email,
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  )
  await page.goto('/signin')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('Temporary-1')
  await page.getByRole('button', { name: 'Sign in' }).click()

  await expect(page.getByLabel('New password', { exact: true })).toBeFocused()
  await inspectOnEveryScreen(page, 'signin-new-password')
  await page.getByLabel('New password', { exact: true }).fill('Correct-horse-9')
  await page.getByLabel('Confirm new password').fill('Correct-horse-9')
  await page.getByRole('button', { name: 'Save password' }).click()

  await expect(page.getByRole('heading', { name: 'Verify your email' })).toBeVisible()
  await inspectOnEveryScreen(page, 'signin-verify-email')
  await page.getByLabel('Code').fill(await codeFor(email))
  await page.getByRole('button', { name: 'Verify email' }).click()
  await page.waitForURL('**/dashboard')
  await expect(page.getByText('Your email is verified.').first()).toBeVisible()
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
