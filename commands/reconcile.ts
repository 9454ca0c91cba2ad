import { closeSync, openSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import { wordsOf } from '@/lib/errors'
import { createServices } from '@/lib/services'
import { type Finding, type Progress, type ReconcileReport, reconcile } from '@/lib/sync/reconcile'
import { commandEnv } from './stack-env'

/**
 * `npm run reconcile`               compares Stripe, the table and Cognito, and mends what differs
 * `npm run reconcile -- --dry-run`  only says what differs
 *
 * `--json FILE` writes the report as JSON, `-` to the terminal. Ctrl-C stops after the page that is
 * under way; the next run goes on from there. Exit codes: 0 nothing is wrong (any more), 2 something
 * is (found by a dry run, left to staff, or not mended), 1 it could not run to its end.
 */
let interrupted = false
process.once('SIGINT', () => {
  interrupted = true
})

try {
  process.exitCode = await main()
} catch (error) {
  console.error(wordsOf(error))
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false }, json: { type: 'string' } },
  })
  if (flags.json && flags.json !== '-') checkWritable(flags.json)
  const env = { LOG_LEVEL: 'error', ...commandEnv() }
  // The AWS SDK reads its credentials from the process, wherever ours came from.
  Object.assign(process.env, env)
  const bar = progressBar()
  const report = await reconcile(createServices(env), {
    dryRun: flags['dry-run'],
    stop: () => interrupted,
    onProgress: bar.show,
  }).finally(bar.stop)

  // Printed first: what was mended is found no more, should the file fail now.
  if (flags.json !== '-') printReport(report)
  if (flags.json) writeReport(flags.json, report)
  if (!report.finished) return 1
  return report.findings.some(({ outcome }) => outcome !== 'repaired') ? 2 : 0
}

/** Nobody knows how long the lists are before they end: while listing it only counts. */
function progressBar() {
  const bar = new SingleBar({
    format: '{phase} {bar} {value}/{total}',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  let started = false
  return {
    show(progress: Progress) {
      const [phase, value, total] =
        progress.phase === 'listing'
          ? ['Listing', progress.listed, progress.listed]
          : ['Looking again', progress.looked, progress.suspects]
      if (!started) bar.start(total, value, { phase })
      started = true
      bar.setTotal(total)
      bar.update(value, { phase })
    },
    stop: () => bar.stop(),
  }
}

/** A path that can't be written is said before the run, and an older report stays until its end. */
function checkWritable(file: string) {
  closeSync(openSync(file, 'a'))
}

function writeReport(file: string, report: ReconcileReport) {
  const text = `${JSON.stringify(report, null, 2)}\n`
  if (file === '-') process.stdout.write(text)
  else writeFileSync(file, text)
}

function printReport({ listed, suspects, findings, dryRun, finished, runId }: ReconcileReport) {
  const { rows, people, customers, subscriptions } = listed
  console.log(
    `${rows} rows, ${people} people, ${customers} customers, ${subscriptions} subscriptions; ${suspects} looked at again.`,
  )
  if (findings.length > 0) console.table(findings.flatMap(linesOf))
  if (findings.some(({ outcome }) => outcome === 'repaired')) {
    console.log(`Each repair has an audit entry with run ${runId}.`)
  }
  if (finished && findings.length === 0) console.log('No drift.')
  if (dryRun && findings.length > 0) console.log('A dry run: nothing was changed.')
  if (!finished) {
    const next = dryRun ? 'the next dry run begins anew' : 'run it again to go on from here'
    console.log(`Stopped before the end: ${next}.`)
  }
}

function linesOf({ userId, customerId, drifts, outcome, error }: Finding) {
  const line = { who: userId ?? customerId ?? '', outcome }
  return [
    ...drifts.map(({ kind, words }) => ({ ...line, drift: kind as string, words })),
    ...(error ? [{ ...line, drift: '', words: error }] : []),
  ]
}
