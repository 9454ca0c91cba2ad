import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { expect } from '@/e2e/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** The README's are made with `PICTURES=docs/pictures`. */
export const pictures = process.env.PICTURES ?? '.local/pictures'
mkdirSync(pictures, { recursive: true })

/** The screens on which each page is checked: a desktop in light and dark mode, and a phone. */
export const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 780 } },
] as const

/**
 * Checks that the page as it is now is accessible and no wider than the screen, and takes a picture.
 * It shows the whole page, or only the screen if `fullPage` is false, as for a dialog.
 */
export async function inspect(page: Page, name: string, { fullPage = true } = {}) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(width, `${name} scrolls sideways`).toBeLessThanOrEqual(0)

  // Not as a script element, which the page's policy refuses.
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run())
  expect(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`)).toEqual([])
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage })
}
