import { readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import { writeAtomically } from '../atomic-write'

/**
 * A running stack's addresses and keys, for tests, scripts and the Stripe CLI. Removed when it
 * stops.
 */
export const StackFile = z.object({
  app: z.url(),
  /** What the stack was started with. */
  catalog: z.string(),
  groupPrefix: z.string(),
  stripe: z.object({ url: z.url(), secretKey: z.string(), webhookSecret: z.string() }),
  cognito: z.object({
    endpoint: z.url(),
    issuer: z.url(),
    userPoolId: z.string(),
    clientId: z.string(),
  }),
  dynamodb: z.object({ endpoint: z.url(), table: z.string() }),
  mailbox: z.object({ url: z.url() }),
  trialKey: z.string(),
  /** What a service sends as its Bearer token to record usage. */
  serviceKey: z.string(),
  accounts: z.array(
    z.object({
      email: z.string(),
      password: z.string(),
      plan: z.string(),
      note: z.string(),
      /** Their `sub`, with which a service records usage. */
      userId: z.string(),
    }),
  ),
})
export type StackFile = z.infer<typeof StackFile>

/** Parsed before writing too, so that only the fields above are written. */
export const writeStackFile = (file: string, content: StackFile): void =>
  writeAtomically(file, `${JSON.stringify(StackFile.parse(content), null, 2)}\n`)

export const readStackFile = (file: string): StackFile =>
  StackFile.parse(JSON.parse(readFileSync(file, 'utf8')))

export const removeStackFile = (file: string) => rmSync(file, { force: true })
