import { randomBytes } from 'node:crypto'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointKey, noteKey } from '@/lib/db/dynamo/table'
import { openTable } from '@/testing/databases'
import { type Checkpoint, type Checkpoints, LostChunk } from './checkpoints'
import { dynamoCheckpoints } from './dynamo'
import { memoryCheckpoints } from './memory'

const keepers: [name: string, open: () => Promise<{ kept: Checkpoints; close(): unknown }>][] = [
  ['memory', async () => ({ kept: memoryCheckpoints(), close() {} })],
  [
    'dynamo',
    async () => {
      const { client, table, close } = await openTable()
      return { kept: dynamoCheckpoints(client, table), close }
    },
  ],
]

describe.each(keepers)('%s checkpoints', (_, open) => {
  let kept: Checkpoints
  let close: () => unknown
  beforeAll(async () => {
    const opened = await open()
    kept = opened.kept
    close = opened.close
  })
  afterAll(() => close())

  const checkpoint: Checkpoint = {
    runId: 'run-1',
    startedAt: new Date('2026-03-01T12:00:00.123Z'),
    rules: 'saas',
    everybody: false,
    walks: {
      customers: { cursor: 'cus_100', done: false, notes: 3 },
      people: { cursor: null, done: true, notes: 0 },
    },
    holder: 'process-1',
    heldUntil: new Date('2026-03-01T12:03:00Z'),
    savedAt: new Date('2026-03-01T12:00:00Z'),
  }

  it('are absent at first, and after they were cleared', async () => {
    expect(await kept.load()).toBeNull()
    expect(await kept.save(checkpoint, null)).toBe(true)
    expect(await kept.clear('process-1')).toBe(true)
    expect(await kept.load()).toBeNull()
    expect(await kept.clear('process-1')).toBe(true)
  })

  it('return the last one saved', async () => {
    await kept.save({ ...checkpoint, walks: {} }, null)
    expect(await kept.save({ ...checkpoint, heldUntil: null }, 'process-1')).toBe(true)
    expect(await kept.load()).toEqual({ ...checkpoint, heldUntil: null })
    expect(await kept.save(checkpoint, 'process-1')).toBe(true)

    expect(await kept.load()).toEqual(checkpoint)
  })

  it('are written and cleared only by their holder, or by a process that saw who held them', async () => {
    const other = { ...checkpoint, holder: 'process-2', rules: 'other' }

    expect(await kept.save(other, null)).toBe(false)
    expect(await kept.save(other, 'process-0')).toBe(false)
    expect(await kept.clear('process-2')).toBe(false)
    expect(await kept.load()).toEqual(checkpoint)

    expect(await kept.save(other, 'process-1')).toBe(true)
    expect(await kept.save(checkpoint, 'process-1')).toBe(false)
    expect(await kept.clear('process-1')).toBe(false)
    expect(await kept.load()).toEqual(other)
  })

  it('are taken by only one of two processes that race', async () => {
    const takers = ['a', 'b', 'c'].map((holder) => ({ ...checkpoint, holder }))

    const took = await Promise.all(takers.map((each) => kept.save(each, 'process-2')))

    expect(took.filter(Boolean)).toHaveLength(1)
    expect((await kept.load())?.holder).toBe(takers[took.indexOf(true)]?.holder)
  })

  it('return each note by its run, walk and number, however long it is', async () => {
    const at = { runId: 'run-1', walk: 'customers', number: 0 }
    const long = randomBytes(600_000).toString('base64')
    await kept.note(at, 'an earlier try, and a longer one')
    await kept.note(at, 'ﬀ🦊')
    await kept.note({ ...at, number: 1 }, long)
    await kept.note({ ...at, walk: 'people' }, '')

    expect(await kept.read(at)).toBe('ﬀ🦊')
    expect(await kept.read({ ...at, number: 1 })).toBe(long)
    expect(await kept.read({ ...at, walk: 'people' })).toBe('')
    await expect(kept.read({ ...at, number: 2 })).rejects.toBeInstanceOf(LostChunk)
    await expect(kept.read({ ...at, runId: 'run-2' })).rejects.toThrow()
  })
})

it('are absent if another program overwrote them, and can be taken again', async () => {
  const { client, table, close } = await openTable()
  const kept = dynamoCheckpoints(client, table)
  const at = { runId: 'run-1', walk: 'customers', number: 0 }
  const put = (Item: Record<string, unknown>) =>
    client.send(new PutCommand({ TableName: table, Item }))
  await put({ ...checkpointKey, holder: 7, walks: 'none' })
  await put({ ...noteKey(at, 0), bytes: Buffer.from('not packed'), parts: 1 })

  expect(await kept.load()).toBeNull()
  const now = new Date()
  const own = { holder: 'process-1', heldUntil: null, savedAt: now, startedAt: now }
  const checkpoint = { ...own, runId: 'run-2', rules: 'saas', everybody: false, walks: {} }
  expect(await kept.save(checkpoint, null)).toBe(true)
  await expect(kept.read(at)).rejects.toBeInstanceOf(LostChunk)
  await close()
})
