import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { RunOptions } from 'axe-core'
import { expect } from '@/e2e/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** The folder for a picture of each state. They take a tenth of the time, so by default there are none. */
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
  // A screen skips axe rules whose result another screen already gives.
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
  // The last one, because the test continues on it.
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 }, rules: {} },
]

/**
 * Checks on each screen that the page in its current state is accessible and no wider than the screen,
 * and takes a picture of it. If `fullPage` is false, for example for a dialog, it shows only the screen.
 */
export async function inspectOnEveryScreen(page: Page, name: string, options?: Picture) {
  for (const { name: screen, colorScheme, viewport, rules } of screens) {
    // Without animations, because axe would measure the contrast in the middle of one.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(viewport)
    await page.evaluate(endOfTransitions)
    await inspect(page, `${name}-${screen}`, { ...options, rules })
  }
}

/** Waits until colors have changed to the other scheme: in between they have little contrast. */
const endOfTransitions = () =>
  Promise.allSettled(
    document
      .getAnimations()
      .filter((animation) => animation instanceof CSSTransition)
      .map(({ finished }) => finished),
  )

type Picture = { fullPage?: boolean }

/** Checks the page on the current screen. */
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

/** Returns what axe finds on the page: each violated rule, with the first element that violates it. */
async function violations(page: Page, rules: RunOptions): Promise<string[]> {
  // Evaluated, because the page's policy refuses a script element. It stays until the next page load.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  return page.evaluate(
    async (options) => {
      const { violations } = await window.axe.run(options)
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    },
    // By default axe also describes the elements without a violation, which takes three times as long.
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
