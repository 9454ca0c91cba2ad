import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { writeGallery } from '@/dev/mails/gallery'
import { browser } from '@/e2e/support/browser'
import { newFolder, removeFolder, spawnStack } from '@/e2e/support/stack'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { mailPictures } from './mail-pictures'
import { pagePictures } from './page-pictures'
import type { Finding } from './shoot'

/**
 * `npm run pictures`: takes a picture of every page and mail, in each catalog, in light and dark mode
 * and on three widths, into `.local/pictures`. Prints every page that is wider than its screen or that
 * moves while it loads, and then exits with 1. `npm run pictures -- saas` takes those of one catalog;
 * `--no-build` uses the build that is there.
 */
const words = process.argv.slice(2)
const chosen = words.filter((word) => !word.startsWith('--'))
const unknown = chosen.filter((name) => !Object.hasOwn(catalogs, name))
if (unknown.length > 0) {
  console.error(`Name catalogs among ${Object.keys(catalogs).join(', ')}, not "${unknown[0]}".`)
  process.exit(2)
}
const names = chosen.length > 0 ? chosen : Object.keys(catalogs)
const target = resolve(process.env.PICTURES ?? '.local/pictures')

const chrome = await chromium.launch(browser())
const findings: Finding[] = []
try {
  let isBuilt = words.includes('--no-build')
  for (const name of names) {
    findings.push(...(await picturesOf(chrome, name, isBuilt)))
    isBuilt = true
  }
  await writeGallery(
    names.flatMap((name) => catalogs[name] ?? []),
    join(target, 'mails'),
  )
  findings.push(...(await mailPictures(chrome, join(target, 'mails'), names)))
} finally {
  await chrome.close()
}
if (findings.length > 0) {
  console.table(findings)
  process.exitCode = 1
}
console.log(`Open ${pathToFileURL(target)}`)

async function picturesOf(chrome: Browser, catalog: string, isBuilt: boolean): Promise<Finding[]> {
  const folder = newFolder()
  const stack = await spawnStack('preview', {
    folder,
    flags: isBuilt ? ['--no-build'] : [],
    env: { CATALOG: catalog },
  })
  try {
    const into = join(target, catalog)
    mkdirSync(into, { recursive: true })
    return await pagePictures(chrome, stack, into)
  } finally {
    await stack.stop()
    removeFolder(folder)
  }
}
