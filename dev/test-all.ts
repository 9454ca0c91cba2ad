import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { ensureBrowser } from '../e2e/browser'
import { readIfThere } from './write-whole'

/** `npm test`: everything that must pass. Its last line is `N passed, N failed`. */
const report = join(mkdtempSync(join(tmpdir(), 'tollgate-')), 'report.json')

const steps: { name: string; command: string[]; count: (ok: boolean) => Counts }[] = [
  { name: 'lint', command: ['npm', 'run', '-s', 'lint'], count: asOne },
  { name: 'types', command: ['npm', 'run', '-s', 'typecheck'], count: asOne },
  {
    name: 'unit',
    command: [
      'npx',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    count: (ok) => fromReport(ok, VitestReport),
  },
  {
    name: 'e2e',
    command: ['npm', 'run', '-s', 'e2e', '--', '--reporter=list,json'],
    count: (ok) => fromReport(ok, PlaywrightReport),
  },
]

type Counts = { passed: number; failed: number }

const total: Counts = { passed: 0, failed: 0 }
for (const { name, command, count } of steps) {
  const start = Date.now()
  rmSync(report, { force: true })
  if (name === 'e2e') tryToHaveBrowser()
  const { ok, output } = await run(command)
  const { passed, failed } = count(ok)
  if (failed) console.log(output)
  const seconds = ((Date.now() - start) / 1000).toFixed(1)
  console.log(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`)
  total.passed += passed
  total.failed += failed
}
rmSync(join(report, '..'), { recursive: true })

console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed ? 1 : 0

/** A check without tests of its own counts as one. */
function asOne(ok: boolean): Counts {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

const VitestReport = z
  .object({ numPassedTests: z.number(), numFailedTests: z.number() })
  .transform((run) => ({ passed: run.numPassedTests, failed: run.numFailedTests }))

const PlaywrightReport = z
  .object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) })
  .transform(({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }))

/** A run that fails without a failed test (a file that doesn't load, no report at all) still counts. */
function fromReport(ok: boolean, schema: z.ZodType<Counts>): Counts {
  const parsed = schema.safeParse(JSON.parse(readIfThere(report) ?? 'null'))
  const counts = parsed.success ? parsed.data : { passed: 0, failed: 0 }
  const clean = ok && parsed.success
  return clean ? counts : { ...counts, failed: Math.max(counts.failed, 1) }
}

function run([command = '', ...args]: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => resolve({ ok: false, output: `${output}${error}` }))
    child.once('close', (code) => resolve({ ok: code === 0, output }))
  })
}

/** Without a browser the run goes on and says so: the e2e step then fails with the same sentence. */
function tryToHaveBrowser() {
  try {
    ensureBrowser()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
}
