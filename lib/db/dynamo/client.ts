import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { requestsWithin } from '@/lib/aws-requests'
import { installFastPath } from './fast-path'

/**
 * Credentials and the like come from the environment, as the AWS SDK reads it. With `fastPath` most
 * calls go past the SDK: see `fast-path.ts`.
 */
export function documentClient(where: {
  region: string
  endpoint?: string | undefined
  fastPath?: boolean
  /** For one attempt. A page must have failed, second attempt included, within 6 seconds. */
  timeoutMs?: number
}) {
  const { timeoutMs = 1_500 } = where
  const client = new DynamoDBClient({
    region: where.region,
    ...(where.endpoint && { endpoint: where.endpoint }),
    // In addition to one that the fast path may have made.
    maxAttempts: 2,
    requestHandler: requestsWithin(timeoutMs),
  })
  if (where.fastPath) installFastPath(client, timeoutMs)
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
}
