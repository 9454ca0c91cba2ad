import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from '@/e2e/support/browser'
import { readIfExists } from './atomic-write'
import { type Counts, countAsOne, readReport, slowestFiles, type TestFile } from './test-report'

/**
 * `npm test`: everything that must pass. Prints a line for each step, the output of the steps that
 * fail, and the slowest test files. Continues after a failure. The last line is `N passed, N failed`.
 */
const folder = mkdtempSync(join(tmpdir(), 'tollgate-'))
const report = join(folder, 'report.json')

const vitest = ['vitest', 'run', '--reporter=default', '--reporter=json']
const steps = [
  { name: 'lint', command: ['npm', 'run', '-s', 'lint'] },
  { name: 'types', command: ['npm', 'run', '-s', 'typecheck'] },
  { name: 'unit', command: ['npx', ...vitest, `--outputFile.json=${report}`], reports: true },
  // e2e/run.ts passes its arguments to Playwright, which writes to PLAYWRIGHT_JSON_OUTPUT_FILE.
  {
    name: 'e2e',
    command: ['npm', 'run', '-s', 'e2e', '--', '--reporter=list,json'],
    reports: true,
  },
]

const total: Counts = { passed: 0, failed: 0 }
const files: TestFile[] = []
const startedAt = performance.now()
for (const { name, command, reports } of steps) {
  const start = performance.now()
  rmSync(report, { force: true })
  if (name === 'e2e') tryToInstallBrowser()
  const { ok, output } = await run(command)
  const result = reports ? readReport(ok, readIfExists(report)) : { ...countAsOne(ok), files: [] }
  const { passed, failed } = result

  if (failed) console.log(output)
  console.log(
    `${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed (${secondsSince(start)} s)`,
  )
  total.passed += passed
  total.failed += failed
  files.push(...result.files)
}
rmSync(folder, { recursive: true })

console.log(`The slowest test files:\n${slowestFiles(files, 10).join('\n')}`)
console.log(`All steps: ${secondsSince(startedAt)} s`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed ? 1 : 0

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1)
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

/** If that fails, the run continues, and the e2e step reports the missing browser. */
function tryToInstallBrowser() {
  try {
    ensureBrowser()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
}
