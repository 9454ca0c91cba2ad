import { SingleBar } from 'cli-progress'
import { describeError } from '@/lib/errors'
import { createServices } from '@/lib/services'
import type { Progress } from '@/lib/sync/reconcile/reconcile'
import { runReconcile } from './run-reconcile'
import { commandEnv } from './stack-env'

/**
 * `npm run reconcile`               compares Stripe, the table and Cognito, and repairs differences
 * `npm run reconcile -- --dry-run`  only reports the differences
 *
 * `--json FILE` writes the report as JSON, `-` to the terminal. Ctrl-C stops after the current
 * page; the next run resumes there, unless `--fresh` is given. `--allow-loss` repairs no matter how
 * many users lose their plan. Exit codes: 0 nothing is wrong (any more), 2 something is (found by a
 * dry run, left to staff, or not repaired), 4 the same, and too many users would lose their plan, 3
 * another reconcile is running, 1 it failed before the end.
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
  // The AWS SDK reads its credentials from the process's environment.
  Object.assign(process.env, env)
  return createServices(env)
}

/** The lengths of the lists are unknown until they end, so while listing it only counts. */
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
