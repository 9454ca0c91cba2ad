import { SingleBar } from 'cli-progress'
import { describeError } from '@/lib/errors'
import { createServices } from '@/lib/services'
import type { Progress } from '@/lib/sync/reconcile/reconcile'
import { runReconcile } from './run-reconcile'
import { commandEnv } from './stack-env'

/**
 * `npm run reconcile`               compares Stripe, the table and Cognito, and mends what differs
 * `npm run reconcile -- --dry-run`  only says what differs
 *
 * `--json FILE` writes the report as JSON, `-` to the terminal. Ctrl-C stops after the page that is
 * under way; the next run goes on from there, unless it is told `--fresh`. `--allow-loss` repairs
 * however many people lose their plan by it. Exit codes: 0 nothing is wrong (any more), 2 something
 * is (found by a dry run, left to staff, or not mended), 4 the same, and too many people would lose
 * their plan, 3 another reconcile is at it, 1 it could not run to its end.
 */
let interrupted = false
process.once('SIGINT', () => {
  interrupted = true
})

try {
  const bar = progressBar()
  process.exitCode = await runReconcile(connect, process.argv.slice(2), {
    out: console,
    write: (text) => process.stdout.write(text),
    onProgress: bar.show,
    onEnd: bar.stop,
    stop: () => interrupted,
  })
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}

function connect() {
  const env = { LOG_LEVEL: 'error', ...commandEnv() }
  // The AWS SDK reads its credentials from the process, wherever ours came from.
  Object.assign(process.env, env)
  return createServices(env)
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
