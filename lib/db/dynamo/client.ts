import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { installFastPath } from './fast-path'

/** A webhook must answer or fail while Stripe still listens. */
const timeoutMs = 5_000

/**
 * Credentials and the like come from the environment, as the AWS SDK reads it. With `fastPath` most
 * calls go past the SDK: see `fast-path.ts`.
 */
export function documentClient(where: {
  region: string
  endpoint?: string | undefined
  fastPath?: boolean
}) {
  const client = new DynamoDBClient({
    region: where.region,
    ...(where.endpoint && { endpoint: where.endpoint }),
    // In addition to one that the fast path may have made.
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: timeoutMs },
  })
  if (where.fastPath) installFastPath(client, timeoutMs)
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
}
