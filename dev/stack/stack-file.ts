import { rmSync } from 'node:fs'
import type { Account } from '../seed/accounts'
import { writeWhole } from '../write-whole'
import type { Coordinates } from './env'

/** What a running stack tells others: tests, scripts, the Stripe CLI. The file is there while it runs. */
export function writeStackFile(file: string, at: Coordinates, accounts: Account[]): void {
  const { appUrl, stripe, cognito, dynamodb, mailbox } = at
  const content = { app: appUrl, stripe, cognito, dynamodb, mailbox, accounts }
  writeWhole(file, `${JSON.stringify(content, null, 2)}\n`)
}

export const removeStackFile = (file: string) => rmSync(file, { force: true })
