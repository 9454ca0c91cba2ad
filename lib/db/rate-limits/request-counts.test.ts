import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import { windowMs } from './request-counts'

const start = new Date('2026-03-01T12:00:00.000Z')
const next = new Date(start.getTime() + windowMs)

describe.each(databases)('%s request counts', (_, open) => {
  let db: Database
  let key: string
  beforeEach(async () => {
    db = await open()
    key = `stripe user:${randomUUID()}`
  })
  afterEach(() => db.close())

  it('start at one, and count each request', async () => {
    expect(await db.requestCounts.add(key, start)).toBe(1)
    expect(await db.requestCounts.add(key, start)).toBe(2)
  })

  it('miss none of those that come at once', async () => {
    const counted = await Promise.all(
      Array.from({ length: 10 }, () => db.requestCounts.add(key, start)),
    )

    expect(counted.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('are separate by key, and by window', async () => {
    await db.requestCounts.add(key, start)

    expect(await db.requestCounts.add(`${key}-other`, start)).toBe(1)
    expect(await db.requestCounts.add(key, next)).toBe(1)
    expect(await db.requestCounts.add(key, start)).toBe(2)
  })
})
