import { stripeClient } from '@/lib/stripe/client'
import { inspectOnEveryScreen } from './support/inspect'
import { demoAccount, expect, openAs, signUp, stack, test } from './test'

const stripe = stripeClient({ secretKey: stack.stripe.secretKey, base: stack.stripe.url })

const card = (name: string) => `li:has(> div > div > h2:text-is("${name}"))`

/** A worker that restarts after a failure creates its own. */
const spring = `SPRING-${process.pid}`
const over = `OVER-${process.pid}`

// In one worker, because the code can be created only once.
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  for (const [code, more] of Object.entries({ [spring]: {}, [over]: { active: false } })) {
    const coupon = await stripe.coupons.create({
      percent_off: 20,
      duration: 'repeating',
      duration_in_months: 3,
    })
    await stripe.promotionCodes.create({
      code,
      promotion: { type: 'coupon', coupon: coupon.id },
      ...more,
    })
  }
})

test('the plans with everything chosen are accessible and fit', async ({ page }) => {
  await page.goto(`/plans?interval=year&currency=eur&code=${spring}&api_calls=120000&backups=5`)
  await inspectOnEveryScreen(page, 'plans-chosen')

  await openAs(page, demoAccount('pro'))
  await page.goto('/plans?upgrade=enterprise&from=/dashboard')
  for (const summary of await page.getByText('See what changes').all()) await summary.click()
  await inspectOnEveryScreen(page, 'plans-switch')
})

test('the interval and the currency are in the URL, and stay while other choices change', async ({
  page,
}) => {
  await page.goto('/plans')
  await expect(page.locator(card('Pro'))).toContainText('$49/month')

  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.getByRole('link', { name: /Yearly\s*Save 16%/ }).click()
  await expect(page.locator(card('Pro'))).toContainText('$490/year')
  await expect(page.locator(card('Pro'))).toContainText('Save $98 a year')

  await page.getByRole('link', { name: 'EUR' }).click()
  await expect(page.locator(card('Pro'))).toContainText('€450/year')
  await expect(page).toHaveURL(/interval=year&currency=eur/)
  await expect(page.locator('#calculator').getByRole('status')).toContainText('€180/year')
  expect(asked.filter((url) => url.includes('/plans'))).toEqual([])
  await expect(page.getByRole('link', { name: /Yearly/ })).toHaveAttribute('aria-current', 'true')
  await expect(page.getByRole('link', { name: 'Choose Pro' })).toHaveAttribute(
    'href',
    '/signup?plan=pro&interval=year&currency=eur',
  )
  await page.reload()
  await expect(page.locator(card('Pro'))).toContainText('€450/year')
})

test('one plan is recommended, and a card says what it adds to the one below', async ({ page }) => {
  await page.goto('/plans')
  await expect(page.getByText('Recommended')).toHaveCount(1)
  await expect(page.locator(card('Pro'))).toContainText('Recommended')
  await expect(page.locator(card('Pro'))).toContainText('Everything in Starter, plus:')
  await expect(page.locator(card('Pro')).getByText('API access')).toHaveCount(0)

  await page.getByText('Can I cancel at any time?').click()
  await expect(page.getByText(/You keep what you’ve paid for/)).toBeVisible()
})

test('the calculator works with the keyboard, and marks the plan with the best price', async ({
  page,
}) => {
  await page.goto('/plans')
  const verdict = page.locator('#calculator').getByRole('status')
  const slider = page.getByRole('slider', { name: 'API calls, slider' })
  await expect(verdict).toHaveText('Best price for this usage: Starter, $19/month.')

  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByLabel('API calls', { exact: true })).toHaveValue('20000')
  await expect(slider).toHaveAttribute('aria-valuetext', '20,000 calls')
  await expect(verdict).toHaveText('Best price for this usage: Starter, $39/month.')

  await page.keyboard.press('End')
  await expect(page.getByLabel('API calls', { exact: true })).toHaveValue('10000000')
  await expect(verdict).toHaveText('Best price for this usage: Enterprise, $4,699/month.')

  await page.getByLabel('API calls', { exact: true }).fill('120000')
  await expect(verdict).toHaveText('Best price for this usage: Pro, $69/month.')
  const costs = page.getByRole('list', { name: 'Cost of each plan' })
  await expect(costs.getByRole('listitem')).toHaveText([
    /Free.*Doesn’t include enough API calls, storage, backups, or sources\./,
    /Starter\$239\/month\$19 plus \$220 for extra API calls\./,
    /ProBest price\$69\/month\$49 plus \$20 for extra API calls\./,
    /Enterprise\$199\/monthEverything’s included\./,
  ])

  await page.keyboard.press('Enter')
  await page.waitForURL(/api_calls=120000/)
  await expect(verdict).toHaveText('Best price for this usage: Pro, $69/month.')
})

test('without JavaScript the calculator is a form, and the answer the same', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: stack.app, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/plans?interval=year')
  await expect(page.getByRole('slider')).toHaveCount(0)

  await page.getByLabel('API calls', { exact: true }).fill('120000')
  await page.getByRole('button', { name: 'Calculate' }).click()

  await expect(page).toHaveURL(/interval=year.*api_calls=120000/)
  await expect(page.locator('#calculator').getByRole('status')).toHaveText(
    'Best price for this usage: Pro, $730/year.',
  )
  await context.close()
})

test('the calculator and the API agree', async ({ page, request }) => {
  await page.goto('/plans?api_calls=120000&storage=150&backups=5&sources=12')
  const answer = await request.get(
    '/api/plans/compare?api_calls=120000&storage=150&backups=5&sources=12',
  )
  const { cheapest, plans } = await answer.json()

  expect(cheapest).toBe('pro')
  const pro = plans.find(({ plan }: { plan: string }) => plan === 'pro')
  expect(pro).toMatchObject({ totalCents: 8_800 })
  await expect(page.locator('#calculator').getByRole('status')).toHaveText(
    'Best price for this usage: Pro, $88/month.',
  )
})

test('on a phone the comparison has a tab for each plan, without JavaScript too', async ({
  browser,
}) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({
      baseURL: stack.app,
      javaScriptEnabled,
      viewport: { width: 360, height: 780 },
    })
    const page = await context.newPage()
    await page.goto('/plans')
    const single = page.locator('#comparison div', { hasText: /^Single sign-on/ })
    await expect(page.getByRole('radio', { name: 'Pro' })).toBeChecked()
    await expect(single.filter({ visible: true })).toHaveText('Single sign-onNot included')

    await page.getByRole('radio', { name: 'Pro' }).focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('radio', { name: 'Enterprise' })).toBeChecked()
    await expect(single.filter({ visible: true })).toHaveText('Single sign-onIncluded')
    await context.close()
  }
})

test('a promotion code changes the prices shown, and is passed to the checkout', async ({
  page,
}) => {
  await page.goto('/plans')
  await page.getByText('Have a promotion code?').click()
  await page.getByLabel('Promotion code').fill(spring.toLowerCase())
  await page.getByRole('button', { name: 'Apply' }).click()

  const result = page.locator('#promotion').getByRole('status')
  await expect(result).toContainText(`${spring}: 20% off your first 3 months.`)
  await expect(page.locator(card('Pro'))).toContainText('$39.20/month')
  await expect(page.locator(card('Pro'))).toContainText('For the first 3 months, then $49/month')
  await expect(page.getByRole('link', { name: 'Choose Pro' })).toHaveAttribute(
    'href',
    `/signup?plan=pro&interval=month&code=${spring.toLowerCase()}`,
  )

  await page.getByRole('link', { name: 'Yearly' }).click()
  await expect(page.locator(card('Pro'))).toContainText('For the first year, then $490/year')
  await page.getByRole('link', { name: 'Remove' }).click()
  await expect(page.locator(card('Pro'))).toContainText('$490/year')
  await expect(result).toHaveCount(0)
})

test('Stripe charges the price that was shown for a code and a currency', async ({ page }) => {
  await page.goto(`/plans?currency=eur&code=${spring}`)
  await expect(page.locator(card('Pro'))).toContainText('€36/month')
  const chosen = await page.getByRole('link', { name: 'Choose Pro' }).getAttribute('href')

  await signUp(page, chosen?.replace('/signup', ''))
  await page.getByRole('button', { name: /Continue to payment/ }).click()

  await page.waitForURL('**/c/pay/**')
  await expect(page.getByText('€36.00').first()).toBeVisible()
})

test('every code that doesn’t work gets the same answer', async ({ page }) => {
  for (const code of [over, 'NEVER-MADE', 'no code at all']) {
    await page.goto(`/plans?code=${encodeURIComponent(code)}`)
    await expect(page.locator('#promotion').getByRole('status')).toHaveText(
      `${code} isn’t a valid code. Check the spelling and try again. Remove`,
    )
    await expect(page.getByRole('link', { name: 'Choose Pro' })).toHaveAttribute(
      'href',
      '/signup?plan=pro&interval=month',
    )
  }
})

test('a subscriber sees the effect of a change, and a link to it', async ({ page }) => {
  await openAs(page, demoAccount('pro'))
  await page.goto('/plans')
  await expect(page.locator(card('Pro'))).toContainText('Your plan')
  await expect(page.getByText('Have a promotion code?')).toHaveCount(0)

  const enterprise = page.locator(card('Enterprise'))
  await enterprise.getByText('See what changes').click()
  await expect(enterprise).toContainText('$199/month ($150 more)')
  await expect(enterprise).toContainText('Adds: Single sign-on')
  await expect(enterprise).toContainText('Backups: unlimited (up from 30)')
  await expect(enterprise.getByRole('link', { name: 'Upgrade to Enterprise' })).toHaveAttribute(
    'href',
    '/settings?change=enterprise&interval=month',
  )

  await page.getByRole('link', { name: 'Yearly' }).click()
  await expect(
    page.locator(card('Pro')).getByRole('link', { name: 'Switch to yearly billing' }),
  ).toHaveAttribute('href', '/settings?change=pro&interval=year')
})

test('search engines can read the offers', async ({ request }) => {
  const html = await (await request.get('/plans?interval=year')).text()
  const [, json = ''] =
    /<script type="application\/ld\+json"[^>]*>([^<]*)<\/script>/.exec(html) ?? []

  expect(JSON.parse(json)['@graph'].map(({ name }: { name: string }) => name)).toEqual([
    'Starter',
    'Pro',
    'Enterprise',
  ])
  expect(html).toContain(`<link rel="canonical" href="${stack.app}/plans"/>`)
  expect(html).not.toMatch(/lookupKey|saas_pro_month/)
})
