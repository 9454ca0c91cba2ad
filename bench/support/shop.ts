import { randomUUID } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { appEnv } from '@/dev/stack/env'
import { newFolder, type RunningStack, removeFolder, spawnStack } from '@/e2e/support/stack'
import { moveToCore, type Server, startServer } from './server'

/** Servers have one core, and the load the other: neither then takes the other's time. */
export const serverCore = 0
const loadCore = 1

export type Shop = { stack: RunningStack; app: Server; env: Record<string, string> }

/**
 * The production build that `next build` made last, on a local stack of its own. The far ends run on
 * the core of the load: in production too they are not on the app's machine.
 */
export async function withShop(use: (shop: Shop) => Promise<void>): Promise<void> {
  moveToCore(loadCore)
  const folder = newFolder()
  try {
    // The load goes before the far ends on their core, or it could not be sent in time.
    const back = stepBack()
    const stack = await spawnStack('stack', { folder })
    back()
    try {
      // The stack tells nobody its cron secret: its scheduler then sweeps nothing while we measure.
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

/** What is started from now on has less of a say, until the answer is called; that takes a superuser. */
export function stepBack(): () => void {
  if (process.getuid?.() !== 0) return () => {}
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  return () => setPriority(constants.priority.PRIORITY_NORMAL)
}
