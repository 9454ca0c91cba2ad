import { z } from 'zod'
import { usedOf } from '@/lib/billing/usage/count'
import {
  timeToLiveAttribute,
  unsentIndex,
  usageCounterKey,
  usageRecordKey,
} from '@/lib/db/dynamo/table'
import { type NewCounter, UsageCounter } from './counters'
import { recordDays, UsageRecord } from './records'

/*
 * A counter's item has the fields of `UsageCounter`, and
 *
 * - `taken`: `total + held`, and `opening` for a sum. Conditions compare it with the limit, since
 *   DynamoDB can't add in a condition. Whatever changes `total` or `held` changes `taken`.
 * - `gsi1pk`, `gsi1sk`: there while `total` isn't `sent`, if the meter is billed by Stripe. The
 *   first record sets them, and the flush that brings `sent` to `total` removes them.
 */

/** How long counters are kept: 13 months of history, and the period itself. */
const counterDays = 430

export function newCounterItem(counter: NewCounter): Record<string, unknown> {
  const { flushAt, ...fields } = counter
  const row: UsageCounter = {
    ...fields,
    total: counter.aggregation === 'sum' ? 0 : counter.opening,
    held: 0,
    sent: 0,
    flushSeq: 0,
    days: {},
    hours: {},
    version: 0,
    updatedAt: counter.createdAt,
  }
  const key = usageCounterKey(counter)
  return {
    ...key,
    ...z.encode(UsageCounter, row),
    taken: usedOf(row),
    [timeToLiveAttribute]: keptUntil(counter.period.start),
    ...(flushAt && row.total > 0 && unsentIndex(key.sk, counter.userId, flushAt)),
  }
}

export const recordItem = (record: UsageRecord): Record<string, unknown> => ({
  ...usageRecordKey(record.userId, record.id),
  ...z.encode(UsageRecord, record),
  [timeToLiveAttribute]: recordExpiry(record.recordedAt),
})

export const recordExpiry = (recordedAt: Date): number => daysAfter(recordedAt, recordDays)

/** When what was counted then may be forgotten. */
export const keptUntil = (from: Date): number => daysAfter(from, counterDays)

const daysAfter = (from: Date, days: number) => Math.ceil(from.getTime() / 1000) + days * 86_400
