import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { RunOptions } from 'axe-core'
import { expect } from '@/e2e/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where to keep a picture of each state. Without `PICTURES`, none is taken: they are a tenth of the time. */
const pictures = process.env.PICTURES
if (pictures) mkdirSync(pictures, { recursive: true })

type Screen = {
  name: string
  colorScheme: 'light' | 'dark'
  viewport: { width: number; height: number }
  rules: RunOptions
}

/** The screens on which each page is checked: a desktop in light and dark mode, and a phone. */
const screens: Screen[] = [
  // What one screen shows about a rule of axe, the others needn't repeat.
  {
    name: 'dark',
    colorScheme: 'dark',
    viewport: { width: 1280, height: 900 },
    rules: { runOnly: ['color-contrast', 'link-in-text-block'] },
  },
  {
    name: 'phone',
    colorScheme: 'light',
    viewport: { width: 360, height: 780 },
    rules: { rules: { 'color-contrast': { enabled: false } } },
  },
  // The last, so that a test goes on with it.
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 }, rules: {} },
]

/**
 * Checks on each screen that the page as it is now is accessible and no wider than the screen, and takes
 * a picture. It shows the whole page, or only the screen if `fullPage` is false, as for a dialog.
 */
export async function inspectOnEveryScreen(page: Page, name: string, options?: Picture) {
  for (const { name: screen, colorScheme, viewport, rules } of screens) {
    // Without motion: axe would see a color halfway between two color schemes.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(viewport)
    await page.evaluate(endOfTransitions)
    await inspect(page, `${name}-${screen}`, { ...options, rules })
  }
}

/** Colors fade from one scheme to the other, and have little contrast on the way. */
const endOfTransitions = () =>
  Promise.allSettled(
    document
      .getAnimations()
      .filter((animation) => animation instanceof CSSTransition)
      .map(({ finished }) => finished),
  )

type Picture = { fullPage?: boolean }

/** Checks the page on the screen as it is now. */
export async function inspect(
  page: Page,
  name: string,
  { fullPage = true, rules = {} }: Picture & { rules?: RunOptions } = {},
) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(width, `${name} scrolls sideways`).toBeLessThanOrEqual(0)

  expect(await violations(page, rules), name).toEqual([])
  await takePicture(page, name, { fullPage })
}

/** What axe finds on the page as it is now: the rule, and the first element that breaks it. */
async function violations(page: Page, rules: RunOptions): Promise<string[]> {
  // Not as a script element, which the page's policy refuses. A page keeps it until it is left.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  return page.evaluate(
    async (options) => {
      const { violations } = await window.axe.run(options)
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    },
    // Without this, axe describes each element that breaks no rule too, in three times the time.
    { ...rules, resultTypes: ['violations' as const] },
  )
}

/** Takes a picture of the top of a long page: the whole API reference would take 10 seconds. */
export async function takePicture(page: Page, name: string, { fullPage = true }: Picture = {}) {
  if (!pictures) return
  const size = await page.evaluate(() => ({
    width: innerWidth,
    height: Math.min(document.documentElement.scrollHeight, 5_000),
  }))
  const path = `${pictures}/${name}.png`
  await page.screenshot(
    fullPage ? { path, fullPage, clip: { x: 0, y: 0, ...size } } : { path, fullPage },
  )
}
