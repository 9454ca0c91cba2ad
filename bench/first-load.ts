import { gzipSync } from 'node:zlib'
import getPort from 'get-port'
import type { StackFile } from '@/dev/stack/stack-file'
import { tokenOf } from '@/e2e/support/cognito'
import { newFolder, removeFolder, spawnStack } from '@/e2e/support/stack'
import { buildMinimalApp, removeMinimalApp } from './support/minimal-app'
import { startServer } from './support/server'

/**
 * `npx tsx bench/first-load.ts`: the gzipped JavaScript that a first visit to each page loads, divided
 * by that of a minimal page which is built in the same run.
 */
const targets: Record<string, number> = {
  '/plans': 1.1,
  '/dashboard': 1.25,
  '/dashboard/analytics': 1.25,
  '/settings': 1.25,
  '/setup-billing?plan=enterprise': 1.25,
}

const minimal = await sizeOfMinimalPage()
const folder = newFolder()
try {
  const stack = await spawnStack('preview', { folder })
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
  const table = [row('a minimal page', minimal, '')]
  for (const [page, target] of Object.entries(targets)) {
    const size = await scriptsOf(stack.app, page, { authorization })
    table.push(row(page, size, `≤ ${target.toFixed(2)}`))
  }
  console.table(table)
  console.log(
    'Left out: scripts that a page loads later, for example those of Stripe and of sign-in.',
  )
}

function row(page: string, size: number, target: string) {
  return {
    page,
    'kB gzip': (size / 1000).toFixed(1),
    '÷ minimal page': (size / minimal).toFixed(3),
    target,
  }
}

async function sizeOfMinimalPage(): Promise<number> {
  const app = buildMinimalApp('minimal', {})
  try {
    const server = await startServer(app, await getPort())
    try {
      return await scriptsOf(server.url, '/')
    } finally {
      await server.stop()
    }
  } finally {
    removeMinimalApp(app)
  }
}

/** The gzipped bytes of every script in the page's HTML that a modern browser runs. */
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
