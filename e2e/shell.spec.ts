import type { Page } from '@playwright/test'
import { inspect, inspectOnEveryScreen } from './support/inspect'
import { demoAccount, expect, openAs, openWithNewAccount, stack, test } from './test'

const userMenu = (page: Page) => page.getByRole('button', { name: 'Your account' })
const themeOf = (page: Page) => page.locator('html').getAttribute('data-theme')
const backgroundOf = (page: Page) =>
  page.locator('html').evaluate((root) => getComputedStyle(root).backgroundColor)

test.describe('the user menu', () => {
  test('says who is signed in and on which plan, and leads to their pages', async ({ page }) => {
    await openAs(page, demoAccount('pro'))
    await userMenu(page).click()

    const menu = page.getByRole('menu')
    await expect(menu.getByText('pro@example.com')).toBeVisible()
    await expect(menu.getByText('Pro', { exact: true })).toBeVisible()
    await inspectOnEveryScreen(page, 'user-menu', { fullPage: false })

    await menu.getByRole('menuitem', { name: 'Billing' }).click()
    await page.waitForURL('**/settings#**')
    await expect(page.getByRole('heading', { name: 'Plan and billing' })).toBeInViewport()
  })

  test('works by keyboard, and gives the focus back', async ({ page }) => {
    await openAs(page, demoAccount('free'))
    await userMenu(page).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('menuitem', { name: 'Dashboard' })).toBeFocused()

    await page.keyboard.press('Escape')

    await expect(page.getByRole('menu')).toBeHidden()
    await expect(userMenu(page)).toBeFocused()
  })

  test('signs out, and the next page says so', async ({ page, context }) => {
    await openWithNewAccount(page)
    await userMenu(page).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()

    await page.waitForURL(`${stack.app}/`)
    await expect(page.getByText('You’re signed out.').first()).toBeVisible()
    expect((await context.cookies()).filter(({ name }) => name.includes('Cognito'))).toEqual([])
  })
})

test.describe('the theme', () => {
  test('is chosen in the footer, and the next page has it from its first byte', async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto('/')
    const light = await backgroundOf(page)
    const choices = page.getByRole('group', { name: 'Theme' })
    await expect(choices.getByRole('radio', { name: 'System' })).toBeChecked()

    await choices.getByText('Dark').check({ force: true })

    expect(await themeOf(page)).toBe('dark')
    expect(await backgroundOf(page)).not.toBe(light)
    // The server’s own answer: nothing flashes before a script runs.
    expect(await (await page.request.get('/plans')).text()).toMatch(/<html[^>]* data-theme="dark"/)

    await page.goto('/plans')
    await choices.getByText('System').check({ force: true })
    expect(await themeOf(page)).toBeNull()
    expect(await backgroundOf(page)).toBe(light)
  })

  test('is chosen in the user menu too, which stays open', async ({ page }) => {
    await openAs(page, demoAccount('free'))
    await userMenu(page).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()

    expect(await themeOf(page)).toBe('dark')
    await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeChecked()
    await page.keyboard.press('Escape')
    await expect(
      page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }),
    ).toBeChecked()
  })
})

test.describe('the menu on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 } })

  test('opens, is accessible, and closes with the page', async ({ page }) => {
    await page.goto('/')
    await page.locator('summary').click()
    const menu = page.getByRole('navigation', { name: 'Main' })
    await expect(menu.getByRole('link', { name: 'Sign in' })).toBeVisible()
    await inspect(page, 'mobile-menu', { fullPage: false })

    await menu.getByRole('link', { name: 'Plans' }).click()

    await page.waitForURL('**/plans')
    await expect(menu).toBeHidden()
  })

  test('closes with Escape, and gives the focus back', async ({ page }) => {
    await page.goto('/')
    await page.locator('summary').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const menu = page.getByRole('navigation', { name: 'Main' })
    await expect(menu.getByRole('link').first()).toBeFocused()

    await page.keyboard.press('Escape')

    await expect(menu).toBeHidden()
    await expect(page.locator('summary')).toBeFocused()
  })
})

test.describe('a toast', () => {
  /** What the page before has left, as after signing out. */
  const openWithToast = async (page: Page) => {
    await page.addInitScript(() => {
      if (!sessionStorage.getItem('shown')) sessionStorage.setItem('tollgate:toast', 'It is done.')
      sessionStorage.setItem('shown', '1')
    })
    await page.goto('/plans')
  }
  const shown = (page: Page) =>
    page.getByRole('region', { name: /Notifications/ }).getByText('It is done.')

  test('is announced once, politely, and leaves by itself', async ({ page }) => {
    await page.clock.install()
    await openWithToast(page)

    await expect(shown(page)).toBeVisible()
    await expect(page.locator('p[role=status]', { hasText: 'It is done.' })).toHaveCount(1)
    await inspectOnEveryScreen(page, 'toast', { fullPage: false })
    await page.clock.runFor(7_000)
    await expect(shown(page)).toBeHidden()
    await page.reload()
    await expect(page.getByText('It is done.')).toHaveCount(0)
  })

  test('is reached and dismissed by keyboard', async ({ page }) => {
    await openWithToast(page)
    await expect(shown(page)).toBeVisible()

    await page.keyboard.press('F8')
    await page.getByRole('button', { name: 'Dismiss' }).focus()
    await page.keyboard.press('Enter')

    await expect(shown(page)).toBeHidden()
  })
})
