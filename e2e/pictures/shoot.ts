import type { Browser, BrowserContext, Page } from '@playwright/test'

/** A page that is wider than its screen, or that moves while it loads. */
export type PageProblem = { page: string; screen: string; problem: string }

export type Screen = { name: string; width: number; colorScheme: 'light' | 'dark' }

/** A desktop, a tablet and a phone, in both color schemes. */
export const screens: readonly Screen[] = [1280, 768, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${width}-${colorScheme}`,
    width,
    colorScheme,
  })),
)

/** A larger sum of layout shifts is visible as movement. https://web.dev/articles/cls */
const maxShift = 0.05

export function openContext(browser: Browser, { width, colorScheme }: Screen) {
  const height = width === 360 ? 780 : 900
  return browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })
}

/** Adds up, on each page of the context, the layout shifts that no user input caused. */
export async function watchShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.layoutShift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { hadRecentInput, value } = entry as PerformanceEntry & LayoutShift
        if (!hadRecentInput) window.layoutShift += value
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** Missing in TypeScript's DOM types. https://wicg.github.io/layout-instability/#sec-layout-shift */
type LayoutShift = { value: number; hadRecentInput: boolean }

declare global {
  interface Window {
    layoutShift: number
  }
}

/** Takes a picture of a page once it has loaded, and returns the problems of its layout. */
export async function shoot(
  page: Page,
  { into, name, screen }: { into: string; name: string; screen: string },
): Promise<PageProblem[]> {
  await page.waitForLoadState('networkidle')
  const { overflow, height, shift } = await page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - innerWidth,
    height: document.documentElement.scrollHeight,
    shift: window.layoutShift ?? 0,
  }))
  const width = page.viewportSize()?.width ?? 0
  await page.screenshot({
    path: `${into}/${name}-${screen}.png`,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, 5_000) },
  })
  return [
    ...(overflow > 0 ? [{ page: name, screen, problem: `${overflow} px wider` }] : []),
    ...(shift > maxShift ? [{ page: name, screen, problem: `moved by ${shift.toFixed(3)}` }] : []),
  ]
}
