import {
  accessToken,
  cards,
  expect,
  openWithNewAccount,
  payWith,
  signUp,
  stack,
  test,
} from './test'

test('from sign-up to the plan’s group in the token, without signing in again', async ({
  page,
}) => {
  await signUp(page, '?plan=pro&interval=month')
  expect((await accessToken(page)).groups).toEqual(['free'])
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Subscribe to Pro')

  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')

  await expect(page.getByRole('heading', { name: 'You’re on Pro' })).toBeVisible()
  await expect.poll(async () => (await accessToken(page)).groups).toEqual(['pro'])
  await page.getByRole('link', { name: 'Go to your dashboard' }).click()
  await expect(page.getByRole('link', { name: 'Open Analytics' })).toBeVisible()

  await page.getByRole('link', { name: 'Open Analytics' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Analytics' })).toBeVisible()

  const { jwt } = await accessToken(page)
  const answer = await fetch(`${stack.app}/api/entitlements`, {
    headers: { authorization: `Bearer ${jwt}` },
  })
  expect(await answer.json()).toMatchObject({ status: 'active', plan: 'pro', groups: ['pro'] })
})

test('staying on Free opens what Free includes and locks the rest', async ({ page }) => {
  await signUp(page)
  await page.getByRole('link', { name: 'Stay on Free' }).click()
  await expect(page.getByRole('link', { name: 'Open API access' })).toBeVisible()

  await page.getByRole('link', { name: /Included in Pro ?: Analytics/ }).click()

  await expect(page).toHaveURL(/\/plans\?upgrade=pro&from=%2Fdashboard$/)
  await expect(page.getByText('Required for this page')).toBeVisible()
})

test('the page of a locked feature sends the user to the plan that opens it', async ({ page }) => {
  await openWithNewAccount(page)
  await page.goto('/dashboard/analytics')
  await expect(page).toHaveURL(/\/plans\?upgrade=pro&from=%2Fdashboard%2Fanalytics/)
})
