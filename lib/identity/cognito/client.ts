import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { requestsWithin, withoutLogInput } from '@/lib/aws-requests'

export const cognitoClient = (where: {
  region: string
  endpoint?: string | undefined
  /** Timeout of one attempt. With all attempts, a page must fail within 6 seconds. */
  timeoutMs?: number
}) =>
  withoutLogInput(
    new CognitoIdentityProviderClient({
      region: where.region,
      ...(where.endpoint && { endpoint: where.endpoint }),
      maxAttempts: 3,
      requestHandler: requestsWithin(where.timeoutMs ?? 1_500),
    }),
  )
