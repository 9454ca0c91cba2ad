import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { dynamoSpendingCaps } from './dynamo-caps'
import { dynamoUsageCounters } from './dynamo-counters'
import { dynamoUsageFlushes } from './dynamo-flushes'
import { dynamoUsageRecords } from './dynamo-records'
import { dynamoReservations } from './dynamo-reservations'
import type { UsagePorts } from './ports'

export function dynamoUsagePorts(client: DynamoDBDocumentClient, table: string): UsagePorts {
  const usageCounters = dynamoUsageCounters(client, table)
  const usageRecords = dynamoUsageRecords(client, table, usageCounters)
  return {
    usageCounters,
    usageRecords,
    reservations: dynamoReservations(client, table, usageCounters, usageRecords),
    usageFlushes: dynamoUsageFlushes(client, table),
    spendingCaps: dynamoSpendingCaps(client, table),
  }
}
