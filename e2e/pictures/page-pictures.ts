import type { Browser } from '@playwright/test'
import type { StackFile } from '@/dev/stack/stack-file'
import { startSession } from '@/e2e/support/account'
import { catalogNamed } from '@/lib/billing/catalog/catalogs/by-name'
import { openContext, type PageProblem, type Screen, screens, shoot, watchShifts } from './shoot'

const publicPages = [
  '/',
  '/plans',
  '/signin',
  '/signup',
  '/forgot-password',
  '/status',
  '/terms',
  '/privacy',
  '/docs/api',
  '/no-such-page',
  '/signout',
]

/** Takes a picture of every page on every screen, as a visitor and as each demo account. */
export async function pagePictures(
  browser: Browser,
  stack: StackFile,
  into: string,
): Promise<PageProblem[]> {
  const problems: PageProblem[] = []
  for (const screen of screens) {
    problems.push(...(await picturesOf(browser, stack, { screen, pages: publicPages, into })))
    for (const account of stack.accounts) {
      const [who = ''] = account.email.split('@')
      const pages = memberPages(stack, who)
      problems.push(...(await picturesOf(browser, stack, { screen, pages, into, account, who })))
    }
    console.log(`${stack.catalog} ${screen.name}: done`)
  }
  return problems
}

/** The pages for a demo account: the feature pages only for the highest plan, to save time. */
function memberPages({ catalog, accounts }: StackFile, who: string): string[] {
  const { features, plans } = catalogNamed(catalog)
  const best = plans.toReversed().find(({ key }) => accounts.some(isNamed(key)))
  const own = ['/dashboard', '/usage', '/settings']
  if (who === 'free') return [...own, '/setup-billing', '/forbidden']
  return who === best?.key
    ? [...own, ...Object.keys(features).map((key) => `/dashboard/${key}`)]
    : own
}

const isNamed =
  (name: string) =>
  ({ email }: { email: string }) =>
    email === `${name}@example.com`

async function picturesOf(
  browser: Browser,
  stack: StackFile,
  {
    screen,
    pages,
    into,
    account,
    who,
  }: {
    screen: Screen
    pages: string[]
    into: string
    account?: StackFile['accounts'][number]
    who?: string
  },
): Promise<PageProblem[]> {
  const context = await openContext(browser, screen)
  try {
    await watchShifts(context)
    const page = await context.newPage()
    if (account) await startSession(page, stack, account)
    const problems: PageProblem[] = []
    for (const path of pages) {
      await page.goto(stack.app + path)
      const name = [who, path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home']
        .filter(Boolean)
        .join('-')
      problems.push(...(await shoot(page, { into, name, screen: screen.name })))
    }
    return problems
  } finally {
    await context.close()
  }
}
