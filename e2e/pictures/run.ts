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
import type { PageProblem } from './shoot'

/**
 * `npm run pictures` takes a picture of every page and mail, for each catalog, in light and dark mode
 * and in three widths, and saves them in `.local/pictures`. It lists the pages that are wider than
 * their screen or that move while they load, and then exits with 1. `npm run pictures -- saas` takes
 * only those of one catalog; `--no-build` uses the existing build.
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
const problems: PageProblem[] = []
try {
  let isBuilt = words.includes('--no-build')
  for (const name of names) {
    problems.push(...(await picturesOf(chrome, name, isBuilt)))
    isBuilt = true
  }
  await writeGallery(
    names.flatMap((name) => catalogs[name] ?? []),
    join(target, 'mails'),
  )
  problems.push(...(await mailPictures(chrome, join(target, 'mails'), names)))
} finally {
  await chrome.close()
}
if (problems.length > 0) {
  console.table(problems)
  process.exitCode = 1
}
console.log(`Open ${pathToFileURL(target)}`)

async function picturesOf(
  chrome: Browser,
  catalog: string,
  isBuilt: boolean,
): Promise<PageProblem[]> {
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
