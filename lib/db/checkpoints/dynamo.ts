import { gunzipSync, gzipSync } from 'node:zlib'
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import { checkpointKey, noteKey, timeToLiveAttribute } from '@/lib/db/dynamo/table'
import { Checkpoint, type Checkpoints, LostChunk, type Note, noteDays } from './checkpoints'

/** DynamoDB allows 400 KB per item, keys included. */
const maxBytes = 380_000

export function dynamoCheckpoints(
  client: DynamoDBDocumentClient,
  table: string,
  now: () => Date = () => new Date(),
): Checkpoints {
  const put = async (
    key: { pk: string; sk: string },
    fields: object,
    condition: Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'> = {},
  ) => {
    const expiresAt = Math.floor(now().getTime() / 1000) + noteDays * 86_400
    const Item = { ...key, ...fields, [timeToLiveAttribute]: expiresAt }
    await client.send(new PutCommand({ TableName: table, Item, ...condition }))
  }
  const get = async (Key: { pk: string; sk: string }) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key, ConsistentRead: true }),
    )
    return Item
  }

  return {
    async load() {
      const item = await get(checkpointKey)
      if (!item) return null
      const found = Checkpoint.safeParse(item)
      if (found.success) return found.data
      // If a newer version of the app holds it, that run notices the loss and the next run
      // restarts.
      await client.send(new DeleteCommand({ TableName: table, Key: checkpointKey }))
      return null
    },

    save(checkpoint, seen) {
      const isFree = seen === null ? 'attribute_not_exists(pk)' : 'holder = :seen'
      return ifConditionHolds(() =>
        put(checkpointKey, z.encode(Checkpoint, checkpoint), {
          // The own holder is allowed too, because the SDK may retry a write that already
          // succeeded.
          ConditionExpression: `${isFree} OR holder = :holder`,
          ExpressionAttributeValues: {
            ':holder': checkpoint.holder,
            ...(seen !== null && { ':seen': seen }),
          },
        }),
      )
    },

    /** Splits the text into items. The first holds the number of items, and is written last. */
    async note(at, text) {
      const packed = gzipSync(text)
      const parts = Math.max(1, Math.ceil(packed.length / maxBytes))
      for (let part = parts - 1; part >= 0; part--) {
        const bytes = packed.subarray(part * maxBytes, (part + 1) * maxBytes)
        await put(noteKey(at, part), { bytes, parts })
      }
    },

    async read(at) {
      const first = await part(at, 0)
      const packed = [first.bytes]
      for (let next = 1; next < first.parts; next++) packed.push((await part(at, next)).bytes)
      try {
        return gunzipSync(Buffer.concat(packed)).toString()
      } catch (error) {
        throw new LostChunk(`Note ${at.number} of ${at.walk} can not be unpacked`, { cause: error })
      }
    },

    clear: (holder) =>
      ifConditionHolds(() =>
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: checkpointKey,
            ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder',
            ExpressionAttributeValues: { ':holder': holder },
          }),
        ),
      ),
  }

  async function part(at: Note, number: number) {
    const item = await get(noteKey(at, number))
    const found = Part.safeParse(item)
    if (found.success) return found.data
    throw new LostChunk(`There is no note ${at.number} of ${at.walk}`, { cause: found.error })
  }
}

const Part = z.object({ bytes: z.instanceof(Uint8Array), parts: z.int() })
