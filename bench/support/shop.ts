import { randomUUID } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { appEnv } from '@/dev/stack/env'
import { newFolder, type RunningStack, removeFolder, spawnStack } from '@/e2e/support/stack'
import { moveToCore, type Server, startServer } from './server'

/** Servers run on one core and the load on the other, so that neither slows the other down. */
export const serverCore = 0
const loadCore = 1

export type Shop = { stack: RunningStack; app: Server; env: Record<string, string> }

/**
 * Runs the existing production build on a local stack of its own. The backends run on the core of the
 * load, because in production they don't run on the app's machine either.
 */
export async function withShop(use: (shop: Shop) => Promise<void>): Promise<void> {
  moveToCore(loadCore)
  const folder = newFolder()
  try {
    // On their core the load has priority over the backends. Else it could not be sent in time.
    const restorePriority = lowerPriority()
    const stack = await spawnStack('stack', { folder })
    restorePriority()
    try {
      // The stack's scheduler doesn't know this secret, so it can't sweep while we measure.
      const env = appEnv({ ...stack, appUrl: stack.app, cronSecret: randomUUID() }, process.env)
      const port = Number(new URL(stack.app).port)
      const app = await startServer('.', port, { env, core: serverCore })
      console.log(
        process.env.DYNAMODB_FAST_PATH === '1'
          ? 'DYNAMODB_FAST_PATH=1: the app calls DynamoDB past the AWS SDK.'
          : 'The app calls DynamoDB through the AWS SDK.',
      )
      try {
        await use({ stack, app, env })
      } finally {
        await app.stop()
      }
    } finally {
      await stack.stop()
    }
  } finally {
    removeFolder(folder)
  }
}

/** Starts processes at a lower priority until the returned function is called. Needs root. */
export function lowerPriority(): () => void {
  if (process.getuid?.() !== 0) return () => {}
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  return () => setPriority(constants.priority.PRIORITY_NORMAL)
}
