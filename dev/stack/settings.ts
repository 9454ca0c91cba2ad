import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { readIfExists, writeAtomically } from '../atomic-write'

/** Generated keys, and secrets shown only once, which the stack needs again after a restart. */
const Settings = z.object({
  stripeSecretKey: z.string(),
  cronSecret: z.string(),
  trialKey: z.string(),
  serviceKey: z.string(),
  /** In a DynamoDB that others use, too. */
  table: z.string(),
  webhook: z.object({ id: z.string(), secret: z.string() }).optional(),
  /** Email addresses of the demo accounts that are complete. */
  seeded: z.array(z.string()),
})
export type StackSettings = z.infer<typeof Settings>

export type SettingsFile = { read(): StackSettings; update(change: Partial<StackSettings>): void }

export function openSettings(file: string): SettingsFile {
  const stored = readIfExists(file)
  // Settings of an older version lack the newer ones.
  let settings = Settings.parse({ ...fresh(), ...(stored && JSON.parse(stored)) })
  const save = () => writeAtomically(file, JSON.stringify(settings, null, 2))

  save()
  return {
    read: () => settings,
    update(change) {
      settings = { ...settings, ...change }
      save()
    },
  }
}

const fresh = (): StackSettings => ({
  stripeSecretKey: `sk_test_local${randomBytes(12).toString('hex')}`,
  cronSecret: randomBytes(24).toString('hex'),
  trialKey: randomBytes(24).toString('hex'),
  serviceKey: randomBytes(24).toString('hex'),
  table: `tollgate-${randomBytes(6).toString('hex')}`,
  seeded: [],
})
