import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** Credentials and the like come from the environment, as the AWS SDK reads it. */
export const documentClient = (where: { region: string; endpoint?: string | undefined }) =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region: where.region,
      ...(where.endpoint && { endpoint: where.endpoint }),
      // A webhook must answer or fail while Stripe still listens.
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  )
