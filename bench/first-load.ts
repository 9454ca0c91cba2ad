import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import getPort from 'get-port'
import type { StackFile } from '@/dev/stack/stack-file'
import { tokenOf } from '@/e2e/cognito'
import { newFolder, removeFolder, startStack } from '@/e2e/stack'

/**
 * `npx tsx bench/first-load.ts`: the JavaScript that a first visit to each page loads, gzipped, over
 * that of a minimal page built in the same run.
 */
const targets: Record<string, number> = { '/plans': 1.1, '/dashboard': 1.25, '/settings': 1.25 }
const bin = join(
  dirname(createRequire(import.meta.url).resolve('next/package.json')),
  'dist/bin/next',
)

const minimal = await sizeOfMinimalPage()
console.log(`a minimal page: ${(minimal / 1000).toFixed(1)} kB gzip`)
const folder = newFolder()
try {
  const stack = await startStack('preview', { folder })
  try {
    await printSizes(stack)
  } finally {
    await stack.stop()
  }
} finally {
  removeFolder(folder)
}

async function printSizes(stack: StackFile) {
  const account = stack.accounts.find(({ email }) => email === 'pro@example.com')
  if (!account) throw new Error('There is no demo account')
  const authorization = `Bearer ${await tokenOf(stack, account)}`
  for (const [page, target] of Object.entries(targets)) {
    const size = await scriptsOf(stack.app, page, { authorization })
    const ratio = size / minimal
    const verdict = ratio <= target ? 'within' : 'OVER'
    console.log(
      `${page.padEnd(12)} ${(size / 1000).toFixed(1)} kB gzip  ${ratio.toFixed(3)} ×  ${verdict} ${target}`,
    )
  }
}

async function sizeOfMinimalPage(): Promise<number> {
  const app = resolve('.local/minimal')
  rmSync(app, { recursive: true, force: true })
  mkdirSync(join(app, 'app'), { recursive: true })
  const files = {
    'package.json': '{"type":"module"}',
    'next.config.mjs': `export default { agentRules: false, turbopack: { root: ${JSON.stringify(resolve('.'))} } }`,
    // Next looks for these two upwards, and would find ours.
    'instrumentation.js': 'export function register() {}',
    'middleware.js':
      "export function middleware() {}\nexport const config = { matcher: '/nowhere' }",
    'app/layout.jsx':
      'export default ({ children }) => <html lang="en"><body>{children}</body></html>',
    'app/page.jsx':
      "export const dynamic = 'force-dynamic'\nexport default function Page() { return <h1>Minimal</h1> }",
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text)
  try {
    const build = spawnSync(process.execPath, [bin, 'build', app], { encoding: 'utf8' })
    if (build.status !== 0) throw new Error(build.stdout + build.stderr)
    return await sizeOfBuilt(app)
  } finally {
    rmSync(app, { recursive: true, force: true })
  }
}

async function sizeOfBuilt(app: string): Promise<number> {
  const port = await getPort()
  const server = spawn(process.execPath, [bin, 'start', app, '-p', String(port)], {
    stdio: 'ignore',
  })
  try {
    const url = `http://localhost:${port}`
    while (!(await answers(url))) {
      if (server.exitCode !== null) throw new Error('The minimal page did not start')
      await wait(100)
    }
    return await scriptsOf(url, '/')
  } finally {
    server.kill()
  }
}

/** A declaration, since what is above runs before the rest of the file is reached. */
function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

/** Bytes, gzipped, of every script that the page's own HTML names and a modern browser runs. */
async function scriptsOf(origin: string, page: string, headers: Record<string, string> = {}) {
  const response = await fetch(origin + page, { headers, redirect: 'manual' })
  if (response.status !== 200) throw new Error(`${page} answered ${response.status}`)
  const html = await response.text()
  const sources = [...html.matchAll(/<script\b([^>]*)>/g)]
    .filter(([, attributes = '']) => !/nomodule/i.test(attributes))
    .flatMap(([, attributes = '']) => /src="([^"]+)"/.exec(attributes)?.[1] ?? [])
  let total = 0
  for (const source of new Set(sources)) {
    const script = await fetch(new URL(source, origin))
    total += gzipSync(Buffer.from(await script.arrayBuffer())).byteLength
  }
  return total
}
