import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from '@playwright/test'
import { type Finding, openContext, screens, shoot } from './shoot'

/** Takes a picture of every mail of the gallery next to its file, on every screen. */
export async function mailPictures(
  browser: Browser,
  gallery: string,
  catalogs: readonly string[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const screen of screens) {
    const context = await openContext(browser, screen)
    const page = await context.newPage()
    for (const catalog of catalogs) {
      const into = join(gallery, catalog)
      for (const file of readdirSync(into).filter((name) => name.endsWith('.html'))) {
        await page.goto(pathToFileURL(join(into, file)).href)
        const name = file.replace('.html', '')
        findings.push(...(await shoot(page, { into, name, screen: screen.name })))
      }
    }
    await context.close()
  }
  return findings
}
