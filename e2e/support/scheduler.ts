import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { StackFile } from '@/dev/stack/stack-file'

/** The secret that the scheduler of the stack in this folder sends. */
export function cronSecretOf(folder: string, { catalog }: StackFile): string {
  const settings: unknown = JSON.parse(readFileSync(join(folder, catalog, 'settings.json'), 'utf8'))
  return z.object({ cronSecret: z.string() }).parse(settings).cronSecret
}

/** Runs the sweeper now, as the scheduler does once a minute. */
export async function runSweeper(folder: string, stack: StackFile): Promise<void> {
  const response = await fetch(`${stack.app}/api/cron/sweep`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cronSecretOf(folder, stack)}` },
  })
  // 409: the scheduler's own run is in progress.
  if (!response.ok && response.status !== 409) {
    throw new Error(`The sweeper answered ${response.status}`)
  }
}
