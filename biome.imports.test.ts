import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

/** A file, what it imports, and how the sentence begins that says where the import should go. */
const bad: readonly (readonly [file: string, imported: string, sentence: string])[] = [
  ['lib/billing/access/bad.ts', '@/lib/db/accounts/accounts', 'lib/billing decides'],
  ['lib/billing/access/bad.ts', '../../db/accounts/accounts', 'lib/billing decides'],
  ['lib/billing/access/bad.ts', '@/lib/errors', 'lib/billing decides'],
  ['lib/billing/access/bad.ts', 'stripe', 'lib/billing decides'],
  ['lib/billing/access/bad.ts', 'node:fs', 'lib/billing decides'],
  ['lib/billing/access/bad.ts', 'next/headers', 'lib/billing decides'],
  ['lib/stripe/client-bad.ts', '@/lib/db/accounts/accounts', 'lib/stripe talks to Stripe'],
  ['lib/stripe/client-bad.ts', '@/lib/sync/sync', 'lib/stripe talks to Stripe'],
  ['lib/stripe/client-bad.ts', '@/lib/services', 'lib/stripe talks to Stripe'],
  ['lib/stripe/client-bad.ts', '@aws-sdk/client-dynamodb', 'lib/stripe talks to Stripe'],
  ['lib/db/accounts/bad.ts', '@/lib/stripe/client', 'lib/db talks to DynamoDB'],
  ['lib/db/accounts/bad.ts', 'stripe', 'lib/db talks to DynamoDB'],
  ['lib/db/accounts/bad.ts', '../../sync/sync', 'Import from another folder by its path'],
  ['lib/identity/bad.ts', '@/lib/db/accounts/accounts', 'lib/identity talks to the user pool'],
  ['lib/mail/bad.ts', '@/lib/db/outbox/outbox', 'lib/mail talks to the mail service'],
  ['lib/sync/bad.ts', '@/lib/api/checkout/checkout', 'lib/sync changes access'],
  ['lib/sync/bad.ts', '@/lib/auth/token', 'lib/sync changes access'],
  ['lib/sync/bad.ts', '@/lib/services', 'lib/sync changes access'],
  ['lib/sync/bad.ts', 'stripe', 'Only the adapters import an SDK'],
  ['lib/api/plans/bad.ts', '@/components/plans/text', 'lib/api answers requests'],
  ['lib/api/plans/bad.ts', '@/lib/services', 'lib/api answers requests'],
  ['lib/api/plans/bad.ts', '@/testing/world', 'lib/api answers requests'],
  ['lib/api/plans/bad.ts', 'local-stripe', 'Only tests, benches and dev/'],
  ['lib/stripe/client-bad.ts', 'local-stripe', 'Only tests, benches and dev/'],
  ['app/bad.ts', 'local-stripe', 'Only tests, benches and dev/'],
  ['lib/api/plans/bad.ts', 'next/server', 'Next stays in app/'],
  ['lib/auth/bad.ts', '@/lib/sync/current-account', 'lib/auth says who is asking'],
  ['lib/auth/bad.ts', 'next/headers', 'Next stays in app/'],
  ['lib/auth/session.ts', '@/components/ui/money', 'The session of a page'],
  ['lib/bad.ts', '@/lib/db/accounts/accounts', 'A file at the top of lib'],
  ['lib/bad.ts', './db/accounts/accounts', 'A file at the top of lib'],
  ['lib/services.ts', './sync/sync', 'lib/services.ts builds adapters'],
  ['components/bad.tsx', '@/lib/services', 'A component shows what it is given'],
  ['components/bad.tsx', '@/lib/stripe/client', 'A component shows what it is given'],
  ['components/bad.tsx', '@/app/page', 'Nothing imports a page'],
  ['components/bad.tsx', '../dev/stack/env', 'Only tests, benches and dev/'],
  ['app/bad.ts', '@/testing/world', 'Only tests, benches and dev/'],
  ['app/api/plans/route.ts', 'stripe', 'Only the adapters import an SDK'],
  ['middleware.ts', '@/dev/stack/env', 'Only tests, benches and dev/'],
  ['lambda/bad.ts', '@/app/api/plans/route', 'Nothing imports a page'],
  ['lambda/bad.ts', '@/testing/world', 'Only tests, benches and dev/'],
  ['commands/bad.ts', 'next/server', 'Next stays in app/'],
  ['commands/bad.ts', '@/dev/seed/seed', 'Only tests, benches and dev/'],
  ['commands/stack-env.ts', '@/dev/seed/seed', 'A command knows the local stack only'],
  ['testing/bad.ts', '@/app/api/plans/route', 'Nothing imports a page'],
  ['dev/bad.ts', '../app/page', 'Nothing imports a page'],
  ['bench/bad.ts', 'next/server', 'Next stays in app/'],
  ['lib/billing/access/bad.test.ts', '@/app/page', 'Nothing imports a page'],
  ['packages/local-stripe/bad.ts', '@/lib/errors', 'The local Stripe knows nothing'],
  ['packages/local-stripe/world/bad.ts', '../../../lib/errors', 'The local Stripe knows nothing'],
]

const good: readonly (readonly [file: string, imported: string])[] = [
  ['lib/billing/access/good.ts', 'zod'],
  ['lib/billing/access/good.ts', '@/lib/billing/catalog/catalog'],
  ['lib/billing/access/good.ts', './facts'],
  ['lib/billing/access/good.test.ts', '@/testing/facts'],
  ['lib/stripe/client-good.ts', 'stripe'],
  ['lib/stripe/client-good.ts', '@/lib/errors'],
  ['lib/stripe/client-good.ts', '@/lib/billing/access/facts'],
  ['lib/db/accounts/good.ts', '@aws-sdk/client-dynamodb'],
  ['lib/db/accounts/good.ts', '@/lib/db/dynamo/table'],
  ['lib/sync/good.ts', '@/lib/stripe/customer/customers'],
  ['lib/sync/good.ts', '@/lib/db/accounts/accounts'],
  ['lib/api/plans/good.ts', '@/lib/sync/sync'],
  ['lib/api/plans/good.ts', '@/lib/auth/users'],
  ['lib/auth/session.ts', 'next/headers'],
  ['lib/auth/session.ts', '@/lib/sync/current-account'],
  ['lib/services.ts', './db/accounts/dynamo-accounts'],
  ['components/good.tsx', 'next/link'],
  ['components/good.tsx', '@/lib/billing/catalog/catalog'],
  ['app/good.ts', '@/lib/services'],
  ['middleware.ts', 'next/server'],
  ['lambda/good.ts', '@/lib/services'],
  ['commands/stack-env.ts', '@/dev/stack/env'],
  ['testing/good.ts', '@/dev/stack/env'],
  ['dev/good.ts', 'local-stripe'],
  ['lib/stripe/client.test.ts', 'local-stripe'],
  ['e2e/good.ts', '@/bench/support/minimal-app'],
]

const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      message: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }),
    }),
  ),
})

/** What lint says of an import that stands in a file; all of them were planted and linted in one run. */
let saidOf: (file: string, imported: string) => string[]
let cycles: string[]

const folder = mkdtempSync(join(tmpdir(), 'tollgate-imports-'))
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(() => {
  const lines = new Map<string, string[]>()
  for (const [file, imported] of [...bad, ...good]) {
    lines.set(file, [...(lines.get(file) ?? []), imported])
  }
  for (const [file, imported] of lines) {
    write(file, imported.map((from) => `export * from '${from}'\n`).join(''))
  }
  write('lib/billing/cycle/a.ts', "import { b } from './b'\nexport const a = () => b\n")
  write('lib/billing/cycle/b.ts', "import { a } from './a'\nexport const b = () => a\n")
  write('lib/sync/cycle/c.ts', "import type { D } from './d'\nexport type C = D[]\n")
  write('lib/sync/cycle/d.ts', "import type { C } from './c'\nexport type D = C | null\n")

  const { diagnostics } = lint()
  saidOf = (file, imported) => {
    const line = (lines.get(file) ?? []).indexOf(imported) + 1
    return diagnostics
      .filter(({ category }) => category === 'lint/style/noRestrictedImports')
      .filter(({ location }) => location.path === file && location.start.line === line)
      .map(({ message }) => message)
  }
  cycles = diagnostics
    .filter(({ category }) => category === 'lint/suspicious/noImportCycles')
    .map(({ location }) => location.path)
})

function write(file: string, text: string): void {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** With our own configuration, but for git, which this folder does not have. */
function lint(): z.infer<typeof Report> {
  const { vcs: _, ...config } = JSON.parse(readFileSync('biome.json', 'utf8'))
  write('biome.json', JSON.stringify(config))
  cpSync('biome.imports.json', join(folder, 'biome.imports.json'))
  const biome = resolve('node_modules/.bin/biome')
  const { stdout, stderr } = spawnSync(
    biome,
    ['lint', '--reporter=json', '--max-diagnostics=none', '.'],
    { cwd: folder, encoding: 'utf8' },
  )
  try {
    return Report.parse(JSON.parse(stdout))
  } catch (cause) {
    throw new Error(`Biome did not lint: ${stderr}${stdout}`, { cause })
  }
}

describe('lint fails', () => {
  it.each(bad)('where %s imports %s', (file, imported, sentence) => {
    const messages = saidOf(file, imported)
    expect(messages.map((message) => message.slice(0, sentence.length))).toContain(sentence)
  })

  it('where two files import each other, be it types only', () => {
    expect(cycles).toEqual([
      'lib/billing/cycle/a.ts',
      'lib/billing/cycle/b.ts',
      'lib/sync/cycle/c.ts',
      'lib/sync/cycle/d.ts',
    ])
  })
})

it.each(good)('lint lets %s import %s', (file, imported) => {
  expect(saidOf(file, imported)).toEqual([])
})
