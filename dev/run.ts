import { parseArgs } from 'node:util'
import { banner } from './banner'
import { type App, buildApp, startApp } from './stack/app'
import { findLiveKeys } from './stack/live-keys'
import { setLocalAwsEnv } from './stack/local-aws'
import { type Stack, startStack } from './stack/stack'
import { StartupError } from './stack/startup-error'

/**
 * - `npm run dev` starts the local stack, and the app in development.
 * - `npm run stack` starts the local stack alone.
 * - `npm run preview` starts the local stack, and a production build. With `-- --no-build` it takes
 *   the existing build.
 *
 * `-- --reset` starts from scratch. State is kept in `LOCAL_DIR`, by default `.local/`.
 */
const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    reset: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
})
const mode = positionals[0] ?? 'dev'
const startedAt = performance.now()

let stack: Stack | undefined
let app: App | undefined
/** When shutting down began. */
let endingSince: number | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second signal exits at once. But one Ctrl-C may arrive several times at once: from the
    // terminal, and from npm and tsx, which pass it on.
    if (endingSince && performance.now() - endingSince > 1_000) process.exit(1)
    end(0)
  })
}
// npm sends a signal to the shell that started us, which exits without passing it on.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid
  setInterval(() => process.ppid === shell || end(0), 500).unref()
}
// The reader of our output is gone, without a signal. Printing that error would fail in the same
// way.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => end(1))
process.on('uncaughtException', (error) => {
  console.error(error)
  end(1)
})

main().catch((error) => {
  console.error(error instanceof StartupError ? error.message : error)
  end(1)
})

async function main() {
  if (!['dev', 'stack', 'preview'].includes(mode)) {
    throw new StartupError(`Unknown mode "${mode}": dev, stack or preview`)
  }
  const live = findLiveKeys(process.env)
  if (live.length > 0) {
    throw new StartupError(
      `The local stack refuses to start with a live Stripe key. Remove it from: ${live.join(', ')}`,
    )
  }

  setLocalAwsEnv()
  stack = await startStack({ folder: process.env.LOCAL_DIR || '.local', reset: flags.reset })
  if (mode === 'preview' && !flags['no-build']) {
    const code = await buildApp(stack.env)
    if (code !== 0) return end(code)
  }
  if (mode !== 'stack') {
    app = startApp(mode === 'dev' ? 'dev' : 'start', stack.at.appUrl, stack.env)
    app.exited.then((code) => {
      if (endingSince) return
      console.error(`The app exited with code ${code}, so the local stack stops too.`)
      end(code)
    })
  }

  await app?.ready
  if (endingSince) return
  stack.announce()
  const seconds = (performance.now() - startedAt) / 1000
  console.log(banner(stack.at, stack.accounts, { app: mode !== 'stack', seconds }))
}

async function end(code: number) {
  if (endingSince) return
  endingSince = performance.now()
  await app?.stop()
  await stack?.stop()
  process.exit(code)
}
