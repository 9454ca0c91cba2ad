import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'

/**
 * Defines the table. All rows share it; `pk` and `sk` say what a row is:
 *
 * | pk             | sk       | what                                   | gsi1 (sparse)            |
 * |----------------|----------|----------------------------------------|--------------------------|
 * | USER#<sub>     | ACCOUNT  | a user's account                       | DUE, time of next look   |
 * | CUSTOMER#<id>  | CUSTOMER | which user a Stripe customer is        |                          |
 * | USER#<sub>     | AUDIT#…  | one change of a user's access          |                          |
 * | OUTBOX#<key>   | OUTBOX   | a message to send once                 | OUTBOX#waiting, due time |
 * | RECONCILE#…    | …        | a reconcile run's progress             |                          |
 * | TRIAL#<hash>   | TRIAL    | who used a trial, by mailbox or card   |                          |
 * | REQUESTS#<key> | WINDOW#… | how many requests came in a minute     |                          |
 * | EVENT#<id>     | EVENT    | the result of an event, for 90 days    | FAILED, if it failed     |
 * | USER#<sub>     | USAGE#…  | a meter's counter in one period        | USAGE#unsent, due time   |
 * | USER#<sub>     | CAPS     | the user's own spending caps           |                          |
 * | USAGE#<sub>    | RECORD#… | an id that was counted or reserved     | USAGE#held, its end      |
 * | USAGE#<sub>    | FLUSH#…  | a message about usage to Stripe        |                          |
 */
export const tableDefinition = (name: string) =>
  ({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'gsi1pk', AttributeType: 'S' },
      { AttributeName: 'gsi1sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: [
          { AttributeName: 'gsi1pk', KeyType: 'HASH' },
          { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  }) satisfies CreateTableCommandInput

/** DynamoDB's time-to-live attribute, in seconds since 1970. Deletion can be days late. */
export const timeToLiveAttribute = 'expiresAt'

export const accountKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'ACCOUNT' })
export const customerKey = (customerId: string) => ({
  pk: `CUSTOMER#${customerId}`,
  sk: 'CUSTOMER',
})
/** The checkpoint of a reconcile run. The run's notes have keys of their own. */
export const checkpointKey = { pk: 'RECONCILE#checkpoint', sk: 'CHECKPOINT' }
export const noteKey = (
  { runId, walk, number }: { runId: string; walk: string; number: number },
  part: number,
) => ({ pk: `RECONCILE#${runId}`, sk: `NOTE#${walk}#${number}#${part}` })
export const eventKey = (eventId: string) => ({ pk: `EVENT#${eventId}`, sk: 'EVENT' })

export const trialKey = (hash: string) => ({ pk: `TRIAL#${hash}`, sk: 'TRIAL' })
export const requestCountKey = (key: string, start: Date) => ({
  pk: `REQUESTS#${key}`,
  sk: `WINDOW#${start.toISOString()}`,
})
export const outboxKey = (key: string) => ({ pk: `OUTBOX#${key}`, sk: 'OUTBOX' })
/** Sorts by time, then by id to break ties. */
export const auditKey = ({ userId, at, id }: { userId: string; at: Date; id: string }) => ({
  pk: `USER#${userId}`,
  sk: `AUDIT#${at.toISOString()}#${id}`,
})

/**
 * A counter. The source is part of the key, because an account's month and a subscription's may
 * begin at the same moment. A user's counters of a meter sort by time.
 */
export const usageCounterKey = ({
  userId,
  meter,
  period,
}: {
  userId: string
  meter: string
  period: { start: Date; source: string }
}) => ({
  pk: `USER#${userId}`,
  sk: `USAGE#${meter}#${period.start.toISOString()}#${period.source}`,
})
/** Not in the user's own partition, where there are few rows: a user may record thousands an hour. */
export const usageRecordKey = (userId: string, id: string) => ({
  pk: `USAGE#${userId}`,
  sk: `RECORD#${id}`,
})
/** Messages of a counter sort by their number. */
export const usageFlushKey = (counter: Parameters<typeof usageCounterKey>[0], seq: number) => ({
  pk: `USAGE#${counter.userId}`,
  sk: `${usageFlushPrefix(counter)}${String(seq).padStart(8, '0')}`,
})
export const usageFlushPrefix = (counter: Parameters<typeof usageCounterKey>[0]) =>
  `FLUSH#${usageCounterKey(counter).sk.slice('USAGE#'.length)}#`

export const spendingCapsKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'CAPS' })

/** The index entry of a counter with usage that Stripe must be told by `dueAt`. */
export const unsentIndex = (sk: string, userId: string, dueAt: Date) => ({
  gsi1pk: 'USAGE#unsent',
  gsi1sk: `${dueAt.toISOString()}#${userId}#${sk}`,
})
/** The index entry of a reservation, until it is committed, released or expired. */
export const heldIndex = (userId: string, id: string, until: Date) => ({
  gsi1pk: 'USAGE#held',
  gsi1sk: `${until.toISOString()}#${userId}#${id}`,
})

/** The index entry by which the sweeper finds a row. ISO times sort chronologically. */
export const dueIndex = (userId: string, dueAt: Date) => ({
  gsi1pk: 'DUE',
  gsi1sk: `${dueAt.toISOString()}#${userId}`,
})

/** What a query of the index returns: it holds only the keys. */
export const IndexEntry = z.object({ pk: z.string(), sk: z.string(), gsi1sk: z.string() })
export type IndexEntry = z.infer<typeof IndexEntry>
