import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { expect } from '@/e2e/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** The README's are made with `PICTURES=docs/pictures`. */
export const pictures = process.env.PICTURES ?? '.local/pictures'
mkdirSync(pictures, { recursive: true })

/** How a page is looked at: on a desk by day and by night, and on a phone. */
export const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 780 } },
] as const

/**
 * Accessible, no wider than the screen, and a picture to look at: of the page as it stands now. A
 * dialog's is of the screen alone.
 */
export async function inspect(page: Page, name: string, { fullPage = true } = {}) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(width, `${name} scrolls sideways`).toBeLessThanOrEqual(0)

  // Not a script element: the page's policy would refuse it, as it should.
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run())
  expect(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`)).toEqual([])
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage })
}
