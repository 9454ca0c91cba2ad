import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { requestsWithin, withoutLogInput } from '@/lib/aws-requests'
import { installFastPath } from './fast-path'

/**
 * Creates the DynamoDB client. Credentials and region come from the environment, as the AWS SDK
 * reads it. With `fastPath` most calls bypass the SDK: see `fast-path.ts`.
 */
export function documentClient(where: {
  region: string
  endpoint?: string | undefined
  fastPath?: boolean
  /** Timeout of one attempt. With all attempts, a page must fail within 6 seconds. */
  timeoutMs?: number
}) {
  const { timeoutMs = where.fastPath ? 1_500 : 2_000 } = where
  const client = withoutLogInput(
    new DynamoDBClient({
      region: where.region,
      ...(where.endpoint && { endpoint: where.endpoint }),
      // In addition to the fast path's own attempt.
      maxAttempts: 2,
      requestHandler: requestsWithin(timeoutMs),
    }),
  )
  if (where.fastPath) installFastPath(client, timeoutMs)
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
}
