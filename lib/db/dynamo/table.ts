import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'

/**
 * One table. `pk`/`sk` name the thing:
 *
 * | pk              | sk       | what                                    | gsi1 (sparse)             |
 * |-----------------|----------|-----------------------------------------|---------------------------|
 * | USER#<sub>      | ACCOUNT  | a person's account                      | DUE, when to look at it   |
 * | CUSTOMER#<id>   | CUSTOMER | which person a Stripe customer is       |                           |
 * | USER#<sub>      | AUDIT#…  | one change of a person's access         |                           |
 * | OUTBOX#<key>    | OUTBOX   | something to be sent once               | OUTBOX#waiting, when      |
 * | RECONCILE#…     | …        | where a reconcile run stands            |                           |
 * | TRIAL#<hash>    | TRIAL    | who had a trial by a mailbox or a card  |                           |
 * | EVENT#<id>      | EVENT    | what came of an event, for 90 days      | FAILED, while it failed   |
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

/** The attribute DynamoDB's time-to-live deletes by, in seconds since 1970. It deletes late. */
export const timeToLiveAttribute = 'expiresAt'

export const accountKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'ACCOUNT' })
export const customerKey = (customerId: string) => ({
  pk: `CUSTOMER#${customerId}`,
  sk: 'CUSTOMER',
})
/** Where a reconcile run stands; what it saw so far is beside it. */
export const checkpointKey = { pk: 'RECONCILE#checkpoint', sk: 'CHECKPOINT' }
export const noteKey = (
  { runId, walk, number }: { runId: string; walk: string; number: number },
  part: number,
) => ({ pk: `RECONCILE#${runId}`, sk: `NOTE#${walk}#${number}#${part}` })
export const eventKey = (eventId: string) => ({ pk: `EVENT#${eventId}`, sk: 'EVENT' })

export const trialKey = (hash: string) => ({ pk: `TRIAL#${hash}`, sk: 'TRIAL' })
export const outboxKey = (key: string) => ({ pk: `OUTBOX#${key}`, sk: 'OUTBOX' })
/** Sorts by time; the id keeps two of one moment apart. */
export const auditKey = ({ userId, at, id }: { userId: string; at: Date; id: string }) => ({
  pk: `USER#${userId}`,
  sk: `AUDIT#${at.toISOString()}#${id}`,
})

/** Where the sweeper finds a row; ISO times sort as they pass. */
export const dueIndex = (userId: string, dueAt: Date) => ({
  gsi1pk: 'DUE',
  gsi1sk: `${dueAt.toISOString()}#${userId}`,
})
