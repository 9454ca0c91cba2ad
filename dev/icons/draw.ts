import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { browser as launchOptions } from '@/e2e/support/browser'

/**
 * `npx tsx dev/icons/draw.ts` renders `public/share.png`, the image that a link to Tollgate shows,
 * from `dev/icons/share.svg`. The app draws all icons, and this image for brands that have none.
 */
const root = join(import.meta.dirname, '../..')
const share = readFileSync(join(root, 'dev/icons/share.svg')).toString('base64')
const [width, height] = [1200, 630]

const chrome = await chromium.launch(launchOptions())
try {
  const page = await chrome.newPage({ viewport: { width, height } })
  await page.setContent(
    `<body style="margin:0"><img src="data:image/svg+xml;base64,${share}" width="${width}" height="${height}" style="display:block">`,
  )
  writeFileSync(join(root, 'public/share.png'), await page.screenshot({ omitBackground: true }))
} finally {
  await chrome.close()
}
