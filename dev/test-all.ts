import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from '../e2e/browser'
import { readIfThere } from './atomic-write'
import { type Counts, countAsOne, countReport } from './test-counts'

/**
 * `npm test`: everything that must pass, a line for each part, and the output of those that fail. Goes on after a
 * failure. Its last line is `N passed, N failed`.
 */
const folder = mkdtempSync(join(tmpdir(), 'tollgate-'))
const report = join(folder, 'report.json')

const vitest = ['vitest', 'run', '--reporter=default', '--reporter=json']
const steps = [
  { name: 'lint', command: ['npm', 'run', '-s', 'lint'] },
  { name: 'types', command: ['npm', 'run', '-s', 'typecheck'] },
  { name: 'unit', command: ['npx', ...vitest, `--outputFile.json=${report}`], reports: true },
  // What e2e/run.ts is given goes on to Playwright, which writes where PLAYWRIGHT_JSON_OUTPUT_FILE says.
  {
    name: 'e2e',
    command: ['npm', 'run', '-s', 'e2e', '--', '--reporter=list,json'],
    reports: true,
  },
]

const total: Counts = { passed: 0, failed: 0 }
for (const { name, command, reports } of steps) {
  const start = performance.now()
  rmSync(report, { force: true })
  if (name === 'e2e') tryToHaveBrowser()
  const { ok, output } = await run(command)
  const { passed, failed } = reports ? countReport(ok, readIfThere(report)) : countAsOne(ok)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)

  if (failed) console.log(output)
  console.log(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`)
  total.passed += passed
  total.failed += failed
}
rmSync(folder, { recursive: true })

console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed ? 1 : 0

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

/** Without a browser the run goes on: the e2e step then fails for the same reason. */
function tryToHaveBrowser() {
  try {
    ensureBrowser()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
}
