import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { dynamoAccountWrites } from './dynamo-account-writes'
import { dynamoAccounts } from './dynamo-accounts'
import { dynamoCustomerOwners } from './dynamo-customer-owners'
import { dynamoSweepQueue } from './dynamo-sweep-queue'
import type { AccountPorts } from './ports'

export const dynamoAccountPorts = (
  client: DynamoDBDocumentClient,
  table: string,
): AccountPorts => ({
  accounts: dynamoAccounts(client, table),
  accountWrites: dynamoAccountWrites(client, table),
  customerOwners: dynamoCustomerOwners(client, table),
  sweepQueue: dynamoSweepQueue(client, table),
})
