import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from '@playwright/test'
import { openContext, type PageProblem, screens, shoot } from './shoot'

/** Takes a picture of every mail in the gallery on every screen, and saves it next to the mail. */
export async function mailPictures(
  browser: Browser,
  gallery: string,
  catalogs: readonly string[],
): Promise<PageProblem[]> {
  const problems: PageProblem[] = []
  for (const screen of screens) {
    const context = await openContext(browser, screen)
    const page = await context.newPage()
    for (const catalog of catalogs) {
      const into = join(gallery, catalog)
      for (const file of readdirSync(into).filter((name) => name.endsWith('.html'))) {
        await page.goto(pathToFileURL(join(into, file)).href)
        const name = file.replace('.html', '')
        problems.push(...(await shoot(page, { into, name, screen: screen.name })))
      }
    }
    await context.close()
  }
  return problems
}
