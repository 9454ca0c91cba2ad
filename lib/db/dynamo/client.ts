import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { installFastPath } from './fast-path'

/** A webhook must answer or fail while Stripe still listens. */
const timeoutMs = 5_000

/** Credentials and the like come from the environment, as the AWS SDK reads it. */
export function documentClient(where: { region: string; endpoint?: string | undefined }) {
  const client = new DynamoDBClient({
    region: where.region,
    ...(where.endpoint && { endpoint: where.endpoint }),
    // CompanionWrites the one that goes past the SDK.
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: timeoutMs },
  })
  installFastPath(client, timeoutMs)
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
}
