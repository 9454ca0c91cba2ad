import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readIfExists, writeAtomically } from '../atomic-write'
import type { Engine, Item } from './engine'

/** An item as it was before a transaction touched it; `before: null` when there was none. */
export type Image = { table: string; key: Item; before: Item | null }

/** A committed transaction with a `ClientRequestToken`: the digest of its body, and when, in ms. */
export type WriteReceipt = { token: string; digest: string; at: number }

/**
 * Makes a transaction atomic across a crash. The old images are written to disk before its first
 * write. Removing that file commits the transaction. So a file found at a start is a transaction
 * that didn't commit, and it is undone.
 */
export type Journal = {
  begin(images: Image[], receipt?: WriteReceipt): void
  commit(): void
  rollback(engine: Engine): Promise<void>
  /** Undoes the transaction that a crash interrupted, if there is one. */
  recover(engine: Engine): Promise<void>
  /** The receipt of a committed transaction, for as long as DynamoDB keeps one: ten minutes. */
  receipt(token: string): WriteReceipt | undefined
}

type Entry = { images: Image[]; receipt?: WriteReceipt }

const keepReceiptsFor = 10 * 60_000

export function openJournal(path?: string): Journal {
  const disk = path ? openDisk(path) : null
  const receipts = new Map<string, WriteReceipt>()
  let open: Entry | null = null

  const rollback = async (engine: Engine) => {
    for (const image of open?.images ?? []) await restore(engine, image)
    disk?.removeEntry()
    open = null
  }

  return {
    begin(images, receipt) {
      open = { images, receipt }
      disk?.writeEntry(open)
    },
    commit() {
      // The receipt goes first. A receipt without its transaction is dropped by `recover`; a
      // transaction without its receipt would run a second time.
      if (open?.receipt) {
        receipts.set(open.receipt.token, open.receipt)
        disk?.appendReceipt(open.receipt)
      }
      disk?.removeEntry()
      open = null
    },
    rollback,
    async recover(engine) {
      open = disk?.readEntry() ?? null
      for (const receipt of disk?.readReceipts() ?? []) {
        const undone = receipt.token === open?.receipt?.token
        if (!undone && isFresh(receipt)) receipts.set(receipt.token, receipt)
      }
      disk?.writeReceipts([...receipts.values()])
      if (open) await rollback(engine)
    },
    receipt(token) {
      const receipt = receipts.get(token)
      return receipt && isFresh(receipt) ? receipt : undefined
    },
  }
}

export async function restore(engine: Engine, { table, key, before }: Image): Promise<void> {
  if (before) await engine.call('PutItem', { TableName: table, Item: before })
  else await engine.call('DeleteItem', { TableName: table, Key: key })
}

const isFresh = ({ at }: WriteReceipt) => Date.now() - at < keepReceiptsFor

/** Files next to the data. Writes are synchronous: nothing else may run between them. */
function openDisk(path: string) {
  mkdirSync(path, { recursive: true })
  const entry = join(path, 'transaction.json')
  const receipts = join(path, 'receipts.jsonl')

  return {
    writeEntry: (value: Entry) => writeAtomically(entry, JSON.stringify(value)),
    readEntry: (): Entry | null => JSON.parse(readIfExists(entry) ?? 'null'),
    removeEntry: () => rmSync(entry, { force: true }),
    appendReceipt: (receipt: WriteReceipt) =>
      appendFileSync(receipts, `${JSON.stringify(receipt)}\n`),
    readReceipts: () =>
      (readIfExists(receipts) ?? '')
        .split('\n')
        .flatMap((line): WriteReceipt[] => (line.endsWith('}') ? [JSON.parse(line)] : [])),
    writeReceipts: (all: WriteReceipt[]) =>
      writeAtomically(receipts, all.map((receipt) => `${JSON.stringify(receipt)}\n`).join('')),
  }
}
