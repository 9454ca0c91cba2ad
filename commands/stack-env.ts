import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { appEnv } from '@/dev/stack/env'
import { readStackFile } from '@/dev/stack/stack-file'

/**
 * The environment that a command works in: what it was started with if that names a Stripe key,
 * else the local stack that runs in this folder. Throws a sentence if there is neither.
 */
export function commandEnv(
  given: Record<string, string | undefined> = process.env,
): Record<string, string | undefined> {
  if (given.STRIPE_SECRET_KEY) return given
  const file = resolve(given.LOCAL_DIR ?? '.local', 'stack.json')
  if (!existsSync(file)) {
    throw new Error(
      'Where to? Set the environment that the app runs with (.env.example), or start the local stack: npm run dev',
    )
  }
  const { app: appUrl, ...parts } = readStackFile(file)
  // A command asks nothing of the app, so it needs no secret of its.
  return { ...given, ...appEnv({ appUrl, cronSecret: '', ...parts }, given) }
}
