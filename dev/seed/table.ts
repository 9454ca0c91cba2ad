import {
  CreateTableCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { tableDefinition, timeToLiveAttribute } from '@/lib/db/dynamo/table'

/** Creates the app's table if it doesn't exist. */
export async function seedTable(client: DynamoDBDocumentClient, TableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(TableName)))
  } catch (error) {
    if (error instanceof ResourceInUseException) return
    throw error
  }
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName })
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
    }),
  )
}
