import { type Browser, chromium } from '@playwright/test'
import type { StackFile } from '@/dev/stack/stack-file'
import { startSession } from '@/e2e/support/account'
import { browser } from '@/e2e/support/browser'
import { newFolder, removeFolder, spawnStack } from '@/e2e/support/stack'
import { median } from './support/statistics'

/**
 * `npx tsx bench/web-vitals.ts`: how fast a first visit shows each page on a slow phone, measured in
 * Chromium with the network and the processor slowed down as Lighthouse does for phones. The median
 * of five visits, each with an empty cache. `--no-build` uses the build that is there.
 */
const visits = 5
/** Lighthouse's limits for "good", with a stricter one for the shift. https://web.dev/articles/vitals */
const targets = { firstPaint: 1_800, largestPaint: 2_500, blocked: 200, shift: 0.05 }
/** 1.6 Mbit/s with 150 ms, and a processor a quarter as fast. */
const slowPhone = { latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000, cpu: 4 }

const pages = [
  { path: '/', who: null },
  { path: '/plans', who: null },
  { path: '/dashboard', who: 'pro@example.com' },
  { path: '/settings', who: 'pro@example.com' },
] as const

const folder = newFolder()
const flags = process.argv.includes('--no-build') ? ['--no-build'] : []
const stack = await spawnStack('preview', { folder, flags })
const chrome = await chromium.launch(browser())
try {
  const table: object[] = []
  for (const { path, who } of pages) {
    const measured: Vitals[] = []
    for (let visit = 0; visit < visits; visit++) {
      measured.push(await visitOnce(chrome, stack, path, who))
    }
    const of = (name: keyof Vitals) => median(measured.map((vitals) => vitals[name]))
    table.push({
      page: path,
      'first paint, ms': Math.round(of('firstPaint')),
      'largest paint, ms': Math.round(of('largestPaint')),
      'blocked, ms': Math.round(of('blocked')),
      shift: of('shift').toFixed(3),
    })
  }
  table.push({
    page: 'target: at most',
    'first paint, ms': targets.firstPaint,
    'largest paint, ms': targets.largestPaint,
    'blocked, ms': targets.blocked,
    shift: targets.shift.toFixed(3),
  })
  console.table(table)
  console.log('Left out: the distance to a real server, and HTTP/2.')
} finally {
  await chrome.close()
  await stack.stop()
  removeFolder(folder)
}

type Vitals = { firstPaint: number; largestPaint: number; blocked: number; shift: number }

async function visitOnce(
  chrome: Browser,
  stack: StackFile,
  path: string,
  who: string | null,
): Promise<Vitals> {
  const context = await chrome.newContext({ viewport: { width: 360, height: 780 } })
  try {
    const page = await context.newPage()
    const account = stack.accounts.find(({ email }) => email === who)
    if (account) await startSession(page, stack, account)
    const devtools = await context.newCDPSession(page)
    const { cpu, ...network } = slowPhone
    await devtools.send('Network.emulateNetworkConditions', { offline: false, ...network })
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu })
    await page.addInitScript(collect)
    await page.goto(stack.app + path)
    await page.waitForLoadState('networkidle')
    const vitals = await page.evaluate(() => window.vitals)
    if (vitals.firstPaint === 0) throw new Error(`${path} was not measured`)
    return vitals
  } finally {
    await context.close()
  }
}

/** Runs in the page, before its own scripts. It has no functions with names: tsx would wrap them. */
function collect() {
  const vitals = { firstPaint: 0, largestPaint: 0, blocked: 0, shift: 0 }
  window.vitals = vitals
  for (const type of ['paint', 'largest-contentful-paint', 'longtask', 'layout-shift']) {
    new PerformanceObserver((list) => {
      // The cast is safe: the fields that not every entry has are optional.
      for (const entry of list.getEntries() as Entry[]) {
        if (entry.name === 'first-contentful-paint') vitals.firstPaint = entry.startTime
        if (type === 'largest-contentful-paint') vitals.largestPaint = entry.startTime
        // What a task takes beyond 50 ms keeps the page from answering.
        if (type === 'longtask') vitals.blocked += entry.duration - 50
        if (type === 'layout-shift' && !entry.hadRecentInput) vitals.shift += entry.value ?? 0
      }
    }).observe({ type, buffered: true })
  }
}

/** Layout shifts have two fields that TypeScript's DOM types lack. */
type Entry = PerformanceEntry & { hadRecentInput?: boolean; value?: number }

declare global {
  interface Window {
    vitals: Vitals
  }
}
