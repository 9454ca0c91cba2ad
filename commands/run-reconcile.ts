import { closeSync, openSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { AppError } from '@/lib/errors'
import {
  type Finding,
  type Progress,
  type ReconcileReport,
  reconcile,
} from '@/lib/sync/reconcile/reconcile'
import type { ReconcileServices } from '@/lib/sync/reconcile/services'
import type { Timing } from '@/lib/timing'

export type ReconcileTerminal = {
  out: Pick<Console, 'log' | 'table'>
  /** Writes the report as JSON to the terminal, for a program to read. */
  write: (text: string) => void
  onProgress: (progress: Progress) => void
  /** Called when the progress ends, before anything else is printed. */
  onEnd: () => void
  stop: () => boolean
  timing?: Timing
}

/** Runs `npm run reconcile` and returns its exit code. Calls `connect` once the flags are valid. */
export async function runReconcile(
  connect: () => ReconcileServices,
  args: string[],
  { out, write, onProgress, onEnd, stop, timing }: ReconcileTerminal,
): Promise<number> {
  const { values: flags } = parseArgs({
    args,
    options: {
      'dry-run': { type: 'boolean', default: false },
      'allow-loss': { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  const { json } = flags
  if (json && json !== '-') checkWritable(json)
  const say = json === '-' ? () => {} : out.log

  let report: ReconcileReport
  try {
    report = await reconcile(connect(), {
      dryRun: flags['dry-run'],
      allowLoss: flags['allow-loss'],
      fresh: flags.fresh,
      // An operator who runs it by hand wants a complete answer.
      everybody: true,
      ...(timing && { timing }),
      stop,
      onProgress,
      onBegin({ resumed, startedAt }) {
        if (resumed)
          say(`Resuming the run from ${startedAt.toISOString()}. Use --fresh to start over.`)
      },
    }).finally(onEnd)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
    out.log(error.message)
    return 3
  }

  // Printed first: if writing the file fails, another run wouldn't find what was repaired.
  if (json !== '-') print(report, flags['allow-loss'], out)
  const text = `${JSON.stringify(report, null, 2)}\n`
  if (json === '-') write(text)
  else if (json) writeFileSync(json, text)
  return exitCode(report, flags['allow-loss'])
}

function exitCode({ finished, findings, brake, dryRun }: ReconcileReport, allowLoss: boolean) {
  if (!finished) return 1
  const wouldHold = dryRun && !allowLoss && brake?.isOn && findings.some(losesAPlan)
  if (wouldHold || findings.some(({ outcome }) => outcome === 'held')) return 4
  return findings.some(({ outcome }) => outcome !== 'repaired') ? 2 : 0
}

/** Fails before the run if the path can't be written. An older report stays until the end. */
function checkWritable(file: string) {
  closeSync(openSync(file, 'a'))
}

function print(report: ReconcileReport, allowLoss: boolean, out: ReconcileTerminal['out']) {
  const { listed, suspects, findings, dryRun, finished, resumed, runId, startedAt } = report
  const { rows, people, customers, subscriptions } = listed
  const has = (outcome: Finding['outcome']) => findings.some((each) => each.outcome === outcome)
  out.log(
    `${rows} rows, ${people} users, ${customers} customers, ${subscriptions} subscriptions; ${suspects} checked again.`,
  )
  if (findings.length > 0) out.table(findings.flatMap(linesOf))
  if (has('repaired')) out.log(`Each repair has an audit entry with run ${runId}.`)
  if (exitCode(report, allowLoss) === 4) out.log(brakeWords(report))
  if (finished && findings.length === 0) {
    out.log(resumed ? `No drift in anything listed since ${startedAt.toISOString()}.` : 'No drift.')
  }
  if (finished && resumed) out.log('Changes since then are left for the next run.')
  if (dryRun && findings.length > 0) out.log('Dry run: nothing was changed.')
  if (!finished) {
    const next = dryRun ? 'The next dry run starts over.' : 'Run it again to resume from here.'
    out.log(`Stopped before the end. ${next}`)
  }
}

function brakeWords({ brake, dryRun, findings }: ReconcileReport): string {
  const losing = findings.filter(losesAPlan).length
  return [
    `Held back: ${losing} of ${brake?.holders} users with a plan would lose it. The limit for one run is ${brake?.limit}.`,
    'Check that STRIPE_SECRET_KEY is the right one, and that the catalog has every plan you sell.',
    dryRun
      ? 'A run would leave these users unchanged without --allow-loss.'
      : 'These users were left unchanged. If they should lose their plan, run with --allow-loss.',
  ].join('\n')
}

const losesAPlan = ({ drifts, outcome }: Finding) =>
  outcome !== 'repaired' && drifts.some(({ loses }) => loses)

function linesOf({ userId, customerId, drifts, outcome, error }: Finding) {
  const line = { who: userId ?? customerId ?? '', outcome }
  return [
    ...drifts.map(({ kind, words }) => ({ ...line, drift: kind as string, words })),
    ...(error ? [{ ...line, drift: '', words: error }] : []),
  ]
}
