import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'

/** Playwright's `launchOptions` for the browser of the end-to-end tests. */
export function browser(): { executablePath: string; args: string[] } {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error(howToInstall)
  return { executablePath, args }
}

/** Finds a browser, or installs one: Playwright's download, else a Debian package. */
export function ensureBrowser(): void {
  if (findBrowser()) return
  const attempts = [
    ['npx', 'playwright', 'install', 'chromium'],
    ...(process.getuid?.() === 0
      ? [
          ['apt-get', 'update'],
          // Debian 13 and 12 have both. Others may have only the second.
          ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium-headless-shell'],
          ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
        ]
      : []),
  ]
  for (const [command = '', ...rest] of attempts) {
    console.log(`No browser found. Running ${command} ${rest.join(' ')}`)
    spawnSync(command, rest, { stdio: 'inherit', timeout: 300_000 })
    if (findBrowser()) return
  }
  throw new Error(howToInstall)
}

const howToInstall =
  'The end-to-end tests need a browser: install Chromium or Google Chrome, or set CHROMIUM_PATH.'

/** As root Chromium needs to run without its sandbox. The others stop its background requests. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function findBrowser(): string | undefined {
  // First the one without a user interface of its own: its tests take three quarters of the time.
  const names = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
  ]
  const onPath = names.flatMap((name) =>
    (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  )
  const inApplications = ['Google Chrome', 'Chromium'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  )
  const candidates = [
    process.env.CHROMIUM_PATH ?? '',
    ...onPath,
    ...inApplications,
    chromium.executablePath(),
  ]
  return candidates.find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return file !== ''
  } catch {
    return false
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensureBrowser()
