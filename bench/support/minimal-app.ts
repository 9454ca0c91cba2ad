import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { nextBin } from './server'

/**
 * Builds a Next app of only these files, as a baseline for ours. Its folder is below `.local/`, where
 * Node finds our installed packages.
 */
export function buildMinimalApp(name: string, files: Record<string, string>): string {
  const folder = resolve('.local', name)
  removeMinimalApp(folder)
  // Next refuses an app with two middleware files.
  const { 'middleware.js': noMiddleware, ...rest } = frame
  const base = 'middleware.ts' in files ? rest : { ...rest, 'middleware.js': noMiddleware }
  for (const [path, text] of Object.entries({ ...base, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const build = spawnSync(process.execPath, [nextBin, 'build', folder], { encoding: 'utf8' })
  if (build.status !== 0) throw new Error(build.stdout + build.stderr)
  return folder
}

export const removeMinimalApp = (folder: string) => rmSync(folder, { recursive: true, force: true })

const frame = {
  'package.json': '{"type":"module"}',
  'next.config.mjs': `export default { agentRules: false, turbopack: { root: ${JSON.stringify(resolve('.'))} } }`,
  // Next searches the parent folders for these two, and would find ours.
  'instrumentation.js': 'export function register() {}',
  'middleware.js': "export function middleware() {}\nexport const config = { matcher: '/nowhere' }",
  'app/layout.jsx':
    'export default ({ children }) => <html lang="en"><body>{children}</body></html>',
  'app/page.jsx':
    "export const dynamic = 'force-dynamic'\nexport default function Page() { return <h1>Minimal</h1> }",
}
